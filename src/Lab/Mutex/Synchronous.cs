using Coterie.Lab.Runs;
using Coterie.Protocols.Kernel;
using Coterie.Protocols.Mutex;

namespace Coterie.Lab.Mutex;

/// <summary>
/// Mutual exclusion that survives crashes because no message is late. It runs in virtual time alone: its time-outs rely on that.
/// </summary>
internal static class Synchronous
{
    private const int MostDrift = 50_000; // 5 %: what the reserve of the time-outs makes up for

    /// <summary>A protocol.</summary>
    /// <param name="name">As on the command line.</param>
    /// <param name="create">Makes the machine of one process.</param>
    /// <param name="mostDelay">The most that a message may take.</param>
    /// <param name="timer">What a timer is for.</param>
    public static Protocol Make(
        string name, Func<MachineSetup, IMachine> create, TimeSpan mostDelay, Func<TimerId, string> timer)
    {
        // Questions and answers about crashes come to the messages of theory.
        var promises = new MutexPromises(
            EntersInTimestampOrder: false,
            NeedsEveryReply: false,
            new MessageCost("any number, since processes ask who is there", _ => 0, _ => double.PositiveInfinity));
        var protocol = MutexLab.Make(name, create, promises, new NetworkNeeds(InOrder: false, Lossless: true));
        return protocol with
        {
            Recollection = Recollection.Nothing,
            HasIncarnations = true,
            BearsCrashes = true,
            MostDelay = mostDelay,
            MostDrift = MostDrift,
            MayJump = _ => false,
            NeedsVirtualTime = true,
            Words = protocol.Words with { Timer = timer },
        };
    }
}
