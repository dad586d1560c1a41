using Coterie.Protocols.Kernel;
using Coterie.Protocols.Mutex;
using Coterie.Protocols.Mutex.Algorithms;

namespace Coterie.Tests.Mutex.Algorithms;

/// <summary>A process that reads the state of another one behaves like that one, whatever its state was before.</summary>
public sealed class StateExchangeTests
{
    public static TheoryData<string> Names => [.. MutexAlgorithms.All.Select(algorithm => algorithm.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Nothing_is_left_of_the_state_before(string name)
    {
        var (written, read) = (new StateCodec(), new StateCodec());
        for (var seed = 0; seed < 200; seed++)
        {
            var (one, other) = (InTheMiddle(name, seed), InTheMiddle(name, seed + 1));
            for (var id = 1; id <= one.Count; id++)
            {
                written.Write();
                one[id].Exchange(written);
                read.Read(written.Written);
                other[id].Exchange(read);
                Assert.Equal(one[id].ToString(), other[id].ToString());
                read.Write();
                other[id].Exchange(read);
                Assert.True(written.Written.SequenceEqual(read.Written), $"seed {seed}, {one[id]}");
            }
        }
    }

    private static Group InTheMiddle(string name, int seed)
    {
        var random = new Random(seed);
        var group = new Group(4, MutexAlgorithms.Find(name));
        for (var step = random.Next(10, 60); step > 0; step--)
        {
            var id = random.Next(1, 5);
            if (group.InFlight.Count > 0 && random.Next(3) > 0)
                group.DeliverAt(0);
            else if (group[id].Phase == Phase.Held)
                group.Exit(id);
            else if (group[id].Phase == Phase.Released)
                group.Enter(id);
            else if (random.Next(5) == 0)
                group.Withdraw(id);
        }
        return group;
    }
}
