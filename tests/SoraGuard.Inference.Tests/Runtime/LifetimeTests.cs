using System.Runtime.CompilerServices;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using SoraGuard.Inference.Tests.Models;

namespace SoraGuard.Inference.Tests.Runtime;

public class LifetimeTests
{
    private static readonly string[] X = ["x"];
    private static readonly string[] Y = ["y"];

    [Fact]
    public void ForgottenValue_LetsGoOfItsMemory()
    {
        var memory = CreateAndForget();

        Assert.True(Collected(memory));
    }

    [Fact]
    public void LivingValue_PinsItsMemory_DisposedOneDoesNot()
    {
        var (memory, value) = Create();

        Assert.False(Collected(memory));
        value.Dispose();
        Assert.True(Collected(memory));
    }

    [Fact]
    public void ForgottenSessionsAndOptions_AreFreed()
    {
        var references = Enumerable.Range(0, 3).Select(_ => Forget()).ToList();

        Assert.All(references, reference => Assert.True(Collected(reference)));

        [MethodImpl(MethodImplOptions.NoInlining)]
        static WeakReference Forget()
        {
            var session = new InferenceSession(TestModels.Affine, new SessionOptions());
            _ = session.CreateIoBinding();
            _ = new OrtAllocator(session, OrtMemoryInfo.DefaultInstance);
            return new WeakReference(session);
        }
    }

    [Fact]
    public void SessionAllocator_OutlivesTheDisposedSession()
    {
        var session = new InferenceSession(TestModels.Affine);
        using var allocator = new OrtAllocator(session, OrtMemoryInfo.DefaultInstance);
        session.Dispose();

        var value = OrtValue.CreateAllocatedTensorValue(allocator, TensorElementType.Float, [256]);
        allocator.Dispose();
        value.GetTensorMutableDataAsSpan<float>().Fill(1);

        Assert.Equal(256, value.GetTensorDataAsSpan<float>().ToArray().Sum());
        value.Dispose();
        Assert.Throws<ObjectDisposedException>(() => new OrtAllocator(session, OrtMemoryInfo.DefaultInstance));
        Assert.Throws<ObjectDisposedException>(() => OrtValue.CreateAllocatedTensorValue(allocator, TensorElementType.Float, [1]));
    }

    [Fact]
    public async Task SessionDisposedWhileThreadsRunIt_EndsInResultsOrObjectDisposed()
    {
        using var oneThread = new SessionOptions { IntraOpNumThreads = 1 };
        for (var round = 0; round < 5; round++)
        {
            var session = new InferenceSession(TestModels.Affine, oneThread);
            using var started = new CountdownEvent(2);
            var runners = Enumerable.Range(0, 2).Select(_ => OnItsOwnThread(() => RunUntilDisposed(session, started))).ToArray();

            started.Wait();
            session.Dispose();

            Assert.All(await Task.WhenAll(runners), runs => Assert.True(runs > 0));
        }
    }

    [Fact]
    public async Task ManyThreadsOnOneSession_AllGetTheSameNumbers()
    {
        using var session = new InferenceSession(TestModels.Network);
        var image = TestModels.NetworkExpected["image"];
        var first = Joined(session, image);

        var all = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => Enumerable.Range(0, 50).Select(_ => Joined(session, image)).ToList())));

        Assert.All(all.SelectMany(results => results), joined => Assert.Equal(first, joined));
    }

    private static float[] Joined(InferenceSession session, float[] image)
    {
        using var options = new RunOptions();
        using var input = OrtValue.CreateTensorValueFromMemory(image, [1, 3, 6, 6]);
        using var results = session.Run(options, ["image"], [input], ["joined"]);
        return results[0].GetTensorDataAsSpan<float>().ToArray();
    }

    // The pool may have fewer threads than there are runners, and takes its time to add one.
    private static Task<int> OnItsOwnThread(Func<int> run) =>
        Task.Factory.StartNew(run, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    private static int RunUntilDisposed(InferenceSession session, CountdownEvent started)
    {
        using var options = new RunOptions();
        using var x = OrtValue.CreateTensorValueFromMemory(TestModels.TwoRows, [2, 3]);
        for (var runs = 0; ; runs++)
        {
            try
            {
                using var results = session.Run(options, X, [x], Y);
                Assert.Equal(TestModels.TwoRowsMapped, results[0].GetTensorDataAsSpan<float>());
            }
            catch (ObjectDisposedException)
            {
                return runs;
            }
            if (runs == 0)
                started.Signal();
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference CreateAndForget() => Create().Memory;

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static (WeakReference Memory, OrtValue Value) Create()
    {
        var data = new float[16];
        return (new WeakReference(data), OrtValue.CreateTensorValueFromMemory(data, [16]));
    }

    private static bool Collected(WeakReference reference)
    {
        for (var i = 0; i < 5 && reference.IsAlive; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }
        return !reference.IsAlive;
    }
}
