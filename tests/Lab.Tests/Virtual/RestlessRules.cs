using Coterie.Lab.Mutex;
using Coterie.Lab.Runs;
using Coterie.Protocols.Kernel;
using Coterie.Protocols.Mutex;
using Coterie.Protocols.Mutex.Algorithms;

namespace Coterie.Tests.Virtual;

/// <summary>Rules of two processes that never enter, and answer every message with more messages, without end.</summary>
internal sealed class RestlessRules(ProcessId self, int again) : MutexRules(self, 2)
{
    protected override string Details => "restless";

    /// <summary>A protocol whose processes answer each message with so many others.</summary>
    public static Protocol Answering(int again) =>
        MutexAlgorithms.RicartAgrawala.InLab() with { Create = setup => new RestlessRules(setup.Self, again) };

    protected override void Ask(Timestamp request, Outbox outbox) => SendToOthers(First(), outbox);

    protected override void Leave(Timestamp request, Outbox outbox)
    {
    }

    protected override void Take(MutexProtocol.IWireMessage message, Outbox outbox)
    {
        for (var i = 0; i < again; i++)
            outbox.Send(message.From, First());
    }

    private MutexProtocol.Request First() => new(new Timestamp(1, Self));
}
