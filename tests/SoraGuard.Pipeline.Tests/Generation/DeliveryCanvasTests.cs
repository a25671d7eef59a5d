using SoraGuard.Pipeline.Contracts;
using SoraGuard.Pipeline.Generation;

namespace SoraGuard.Pipeline.Tests.Generation;

public sealed class DeliveryCanvasTests
{
    public static TheoryData<FrameSize> Sizes => [.. FrameSize.Supported];

    [Theory]
    [MemberData(nameof(Sizes))]
    public void A_plain_frame_fills_every_canvas_with_its_colour_in_the_middle_and_darker_beside_it(FrameSize size)
    {
        var frame = Enumerable.Range(0, 64 * 64).SelectMany(_ => new byte[] { 200, 100, 50 }).ToArray();
        var canvas = new DeliveryCanvas(64, size);
        var picture = new byte[canvas.Bytes];

        canvas.Compose(frame, picture);

        Assert.Equal([200, 100, 50], Pixel(picture, size, size.Width / 2, size.Height / 2));
        Assert.Equal(size.Width == size.Height ? [200, 100, 50] : [120, 60, 30], Pixel(picture, size, 0, 0));
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void What_was_enlarged_comes_back_nearly_as_it_was(FrameSize size)
    {
        var frame = new byte[64 * 64 * 3];
        for (var i = 0; i < frame.Length; i++) frame[i] = (byte)(128 + (100 * Math.Sin(i / 3 % 64 / 6.0) * Math.Cos(i / 192 / 7.0)));
        var canvas = new DeliveryCanvas(64, size);
        var picture = new byte[canvas.Bytes];
        canvas.Compose(frame, picture);

        var back = canvas.Reduce(picture);

        Assert.True(frame.Zip(back, (a, b) => Math.Abs(a - b)).Max() <= 6);
    }

    [Theory]
    [InlineData(64, 64, 1280, 720, 1280, 1280)]
    [InlineData(1920, 1080, 1280, 720, 1280, 720)]
    [InlineData(1000, 1000, 720, 1280, 1280, 1280)]
    [InlineData(1279, 719, 1280, 720, 1282, 720)]
    public void A_picture_is_scaled_to_cover_the_target_in_even_sizes(int width, int height, int targetWidth, int targetHeight, int coverWidth, int coverHeight) =>
        Assert.Equal(new FrameSize(coverWidth, coverHeight), Cover.SizeOf(new(width, height), new(targetWidth, targetHeight)));

    [Fact]
    public void The_middle_of_a_picture_is_kept()
    {
        var picture = new byte[3 * 100 * 50];
        for (var x = 0; x < 100; x++)
            for (var y = 0; y < 50; y++) picture[3 * ((y * 100) + x)] = (byte)x;

        var cropped = Cover.Crop(picture, new(100, 50), new(50, 50));

        Assert.Equal((25, 74), (cropped[0], cropped[3 * 49]));
    }

    private static byte[] Pixel(byte[] picture, FrameSize size, int x, int y) => picture[(3 * ((y * size.Width) + x))..][..3];
}
