using Coterie.Protocols.Kernel;
using Coterie.Protocols.Mutex;
using Coterie.Protocols.Mutex.Algorithms;

namespace Coterie.Tests.Virtual;

/// <summary>Rules of two processes that let nobody in, and answer every message with others, without end.</summary>
internal sealed class RestlessRules(ProcessId self, int again) : IMutexRules
{
    /// <summary>An algorithm whose processes answer each message with so many others.</summary>
    public static MutexAlgorithm Answering(int again) => MutexAlgorithms.RicartAgrawala with { Create = (self, _) => new RestlessRules(self, again) };

    public Phase Phase { get; private set; }

    public Timestamp? Request => Phase == Phase.Released ? null : new Timestamp(1, self);

    public void Enter(Effects effects)
    {
        Phase = Phase.Wanted;
        effects.Send(new(3 - self.Value), new MutexProtocol.Request(new(1, self)));
    }

    public void Exit(Effects effects) => throw new NotSupportedException();

    public void Withdraw(Effects effects) => Phase = Phase.Released;

    public void Receive(MutexProtocol.IWireMessage message, Effects effects)
    {
        for (var i = 0; i < again; i++)
            effects.Send(message.From, new MutexProtocol.Request(new(1, self)));
    }

    public void ResendDue(Effects effects)
    {
    }

    public void Exchange(StateCodec codec)
    {
    }

    public void Check()
    {
    }
}
