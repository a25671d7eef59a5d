using System.Text;

namespace SoraGuard.Policy.Documents;

/// <summary>How an enumeration's value is written in policies and JSON: <c>CameraSigned</c> is <c>camera-signed</c>.</summary>
internal static class EnumText
{
    public static string Of<T>(T value)
        where T : struct, Enum
    {
        var text = new StringBuilder();
        foreach (var letter in value.ToString())
        {
            if (char.IsAsciiLetterUpper(letter) && text.Length > 0)
                text.Append('-');
            text.Append(char.ToLowerInvariant(letter));
        }
        return text.ToString();
    }
}
