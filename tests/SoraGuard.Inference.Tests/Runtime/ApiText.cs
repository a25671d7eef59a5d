using System.Reflection;

namespace SoraGuard.Inference.Tests.Runtime;

/// <summary>Writes what an assembly shows to others in the form of official-api.txt.</summary>
internal static class ApiText
{
    private const BindingFlags Declared =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    private static readonly Dictionary<Type, string> Keywords = new()
    {
        [typeof(void)] = "void", [typeof(bool)] = "bool", [typeof(byte)] = "byte", [typeof(ushort)] = "ushort", [typeof(int)] = "int",
        [typeof(uint)] = "uint", [typeof(long)] = "long", [typeof(ulong)] = "ulong", [typeof(float)] = "float", [typeof(string)] = "string",
        [typeof(object)] = "object",
    };

    public static IReadOnlyList<ApiType> Of(Assembly assembly) => [.. assembly.GetExportedTypes().Select(Of)];

    public static ApiType Of(Type type) => new(Declaration(type), [.. Bases(type)], [.. type.IsEnum ? EnumMembers(type) : Members(type)]);

    private static string Declaration(Type type)
    {
        var kind = type switch
        {
            { IsEnum: true } => "enum",
            { IsInterface: true } => "interface",
            { IsValueType: true } => IsReadOnly(type) ? "readonly struct" : "struct",
            { IsAbstract: true, IsSealed: true } => "static class",
            { IsAbstract: true } => "abstract class",
            { IsSealed: true } => "sealed class",
            _ => "class",
        };
        return $"{kind} {type.Namespace}.{NameOf(type)}";
    }

    private static bool IsReadOnly(Type type) => type.CustomAttributes.Any(a => a.AttributeType.Name == "IsReadOnlyAttribute");

    private static IEnumerable<string> Bases(Type type)
    {
        if (type.BaseType is { } parent && parent != typeof(object) && !type.IsValueType)
            yield return NameOf(parent);
        var inherited = type.BaseType?.GetInterfaces() ?? [];
        var own = type.IsEnum ? [] : type.GetInterfaces().Except(inherited).ToArray();
        foreach (var i in own.Where(i => !own.Any(other => other.GetInterfaces().Contains(i))))
            yield return NameOf(i);
    }

    private static IEnumerable<string> EnumMembers(Type type) =>
        Enum.GetNames(type).Select(name => $"{name} = {Convert.ToInt64(Enum.Parse(type, name), System.Globalization.CultureInfo.InvariantCulture)}");

    private static IEnumerable<string> Members(Type type)
    {
        foreach (var c in type.GetConstructors(Declared).Where(c => IsVisible(c) && !c.IsStatic))
            yield return $"{Access(c)}{NameOf(type).Split('<')[0]}({Parameters(c)})";
        foreach (var p in type.GetProperties(Declared))
            foreach (var line in Property(p))
                yield return line;
        foreach (var f in type.GetFields(Declared).Where(f => f.IsPublic || f.IsFamily || f.IsFamilyOrAssembly))
            yield return $"{(f.IsStatic ? "static " : "")}{(f.IsInitOnly ? "readonly " : "")}{NameOf(f.FieldType)} {f.Name}";
        foreach (var m in type.GetMethods(Declared).Where(m => IsVisible(m) && m.Name != "Finalize"))
            if (!m.IsSpecialName || m.Name.StartsWith("op_", StringComparison.Ordinal))
                yield return Method(m);
    }

    private static IEnumerable<string> Property(PropertyInfo property)
    {
        var accessors = property.GetAccessors(nonPublic: true).Where(IsVisible).ToList();
        if (accessors.Count == 0)
            yield break;
        var get = accessors.Contains(property.GetMethod!) ? "get; " : "";
        var set = accessors.Contains(property.SetMethod!) ? "set; " : "";
        yield return $"{Access(accessors[0])}{Modifiers(accessors[0])}{NameOf(property.PropertyType)} {property.Name} {{ {get}{set}}}";
    }

    private static string Method(MethodInfo method)
    {
        var name = method.Name switch
        {
            "op_Explicit" => $"explicit operator {NameOf(method.ReturnType)}",
            "op_Equality" => "bool operator ==",
            "op_Inequality" => "bool operator !=",
            _ => $"{NameOf(method.ReturnType)} {method.Name}{Generics(method)}",
        };
        var constraints = string.Concat(method.GetGenericArguments().Where(IsUnmanaged).Select(t => $" where {t.Name} : unmanaged"));
        return $"{Access(method)}{Modifiers(method)}{name}({Parameters(method)}){constraints}";
    }

    private static string Generics(MethodInfo method) =>
        method.IsGenericMethod ? $"<{string.Join(", ", method.GetGenericArguments().Select(t => t.Name))}>" : "";

    private static bool IsUnmanaged(Type type) => type.CustomAttributes.Any(a => a.AttributeType.Name == "IsUnmanagedAttribute");

    private static bool IsVisible(MethodBase method) => method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly;

    private static string Access(MethodBase method) => method.IsPublic ? "" : "protected ";

    private static string Modifiers(MethodInfo method) =>
        method switch
        {
            { IsStatic: true } => "static ",
            { DeclaringType.IsInterface: true } => "",
            { IsAbstract: true } => "abstract ",
            _ when method.GetBaseDefinition() != method => "override ",
            { IsVirtual: true, IsFinal: false } => "virtual ",
            _ => "",
        };

    private static string Parameters(MethodBase method) =>
        string.Join(", ", method.GetParameters().Select(p =>
            $"{NameOf(p.ParameterType)} {p.Name}{(p.HasDefaultValue ? $" = {p.RawDefaultValue ?? "null"}" : "")}"));

    private static string NameOf(Type type)
    {
        if (Keywords.TryGetValue(type, out var keyword))
            return keyword;
        if (type.IsArray)
            return NameOf(type.GetElementType()!) + "[]";
        return type.IsGenericType
            ? $"{type.Name.Split('`')[0]}<{string.Join(", ", type.GetGenericArguments().Select(NameOf))}>"
            : type.Name;
    }
}
