using SoraGuard.Inference.Generation;
using SoraGuard.Inference.Sessions;
using SoraGuard.TestData;

namespace SoraGuard.Inference.Tests.Generation;

[Trait("Category", "Integration")]
public sealed class ClipGeneratorTests : IDisposable
{
    private readonly ClipGenerator generator = ClipGenerator.Load(Path.Combine(SharedData.RepositoryRoot, "models", "generator"), ExecutionProvider.Cpu);

    public void Dispose() => generator.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(16)]
    [InlineData(17)]
    [InlineData(40)]
    public void As_many_frames_come_as_were_asked_for(int frames)
    {
        var clip = generator.Generate("a red boat on the sea", frames, 5, []).ToList();

        Assert.Equal(frames, clip.Count);
        Assert.All(clip, f => Assert.Equal(64 * 64 * 3, f.Length));
    }

    [Fact]
    public void The_same_seed_gives_the_same_frames_and_another_seed_others()
    {
        var first = generator.Generate("a red boat on the sea", 20, 5, []).ToList();

        Assert.Equal(first, generator.Generate("a red boat on the sea", 20, 5, []).ToList());
        Assert.NotEqual(first, generator.Generate("a red boat on the sea", 20, 6, []).ToList());
    }

    [Fact]
    public void The_first_new_frame_follows_the_given_one()
    {
        var given = generator.Generate("a red boat in the desert", 16, 5, []).First();

        var next = generator.Generate("a red boat in the desert", 4, 9, [given]).First();

        var unrelated = generator.Generate("a blue fish in the snow", 1, 9, []).First();
        Assert.True(Distance(given, next) < Distance(given, unrelated) / 3, $"{Distance(given, next)} against {Distance(given, unrelated)}");
    }

    [Fact]
    public void A_caption_decides_what_is_drawn()
    {
        static double Green(byte[] frame) => Enumerable.Range(0, 64 * 64).Average(i => (double)(frame[(3 * i) + 1] - frame[3 * i]));
        var (jungle, desert) = (generator.Generate("a white bird in the jungle", 1, 3, []).First(), generator.Generate("a white bird in the desert", 1, 3, []).First());

        Assert.True(Green(jungle) > Green(desert) + 40, $"{Green(jungle)} against {Green(desert)}");
    }

    [Fact]
    public void Progress_goes_up_to_1_and_a_cancelled_clip_stops()
    {
        var shares = new List<double>();
        _ = generator.Generate("a red boat", 28, 5, [], shares.Add).Count();
        Assert.Equal(shares.Order(), shares);
        Assert.Equal(1, shares[^1], 6);

        using var stop = new CancellationTokenSource();
        Assert.ThrowsAny<OperationCanceledException>(() => generator.Generate("a red boat", 480, 5, [], _ => stop.Cancel(), stop.Token).Count());
    }

    [Fact]
    public void The_words_it_understands_are_named() =>
        Assert.Equal(["red", "paper", "boat", "sails", "left", "stormy", "sea"], generator.Understood("A red paper boat sails left across a stormy sea, cinematic, 8k"));

    private static double Distance(byte[] a, byte[] b) => a.Zip(b, (x, y) => Math.Abs(x - y)).Average();
}
