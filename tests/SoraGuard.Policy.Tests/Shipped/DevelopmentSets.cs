using System.Text.Json;
using SoraGuard.TestData;

namespace SoraGuard.Policy.Tests.Shipped;

/// <summary>The prompt sets that the term lists were written against. They measure progress, not quality: other sets judge that.</summary>
internal static class DevelopmentSets
{
    public static IReadOnlyList<string> Read(string name) => [.. Lines(name).Select(line => line.Trim()).Where(line => line.Any(char.IsLetterOrDigit))];

    private static IEnumerable<string> Lines(string name) => name switch
    {
        "jade-t2i-en" => Column("jade-db/jade-t2i-v1.0__jade_benchmark_en.csv", "提示词"),
        "jade-t2i-zh" => Column("jade-db/jade-t2i-v1.0__jade_benchmark_zh.csv", "提示词"),
        "adversarial-nibbler" => Column("adversarial-nibbler/round1__submitted__train.csv", "prompt").Concat(Column("adversarial-nibbler/round4__submitted__train.csv", "prompt")),
        "coco10k" => Column("coco10k/prompts__coco_10k.csv", "prompt"),
        "fetv" => File.ReadLines(PathOf("fetv/fetv_data.json")).Select(line => JsonDocument.Parse(line).RootElement.GetProperty("prompt").GetString() ?? ""),
        "vbench-en" => Text("prompts__all_category.txt").Concat(Text("prompts__all_dimension.txt")).Concat(Text("VBench-2.0__prompts__VBench2_full_text.txt")),
        "vbench-en-long" => Text("prompts__augmented_prompts__gpt_enhanced_prompts__all_category_longer.txt")
            .Concat(Text("prompts__augmented_prompts__gpt_enhanced_prompts__all_dimension_longer.txt"))
            .Concat(Text("VBench-2.0__prompts__prompt_aug__VBench2_full_text_aug.txt"))
            .Concat(Text("prompts__augmented_prompts__Wan2.1-T2V-1.3B__all_dimension_aug_wanx_seed42.txt")),
        "vbench-zh" => Text("prompts__all_dimension_cn.txt"),
        _ => throw new ArgumentException($"No set '{name}'", nameof(name)),
    };

    private static IEnumerable<string> Column(string path, string column) => Csv.Read(PathOf(path)).Select(row => row[column]);

    private static IEnumerable<string> Text(string file) => File.ReadLines(PathOf("vbench/" + file));

    private static string PathOf(string path) => SharedData.PathOf(["prompts", .. path.Split('/')]);
}
