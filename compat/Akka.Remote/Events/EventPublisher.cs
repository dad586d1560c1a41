using Akka.Actor;
using Akka.Event;

namespace Akka.Remote.Events;

/// <summary>Publishes what happens to associations, and logs it as <c>akka.remote.log-remote-lifecycle-events</c> says.</summary>
internal sealed class EventPublisher(Remoting remoting)
{
    public void Listening() => Publish(new RemotingListenEvent([remoting.DefaultAddress]));

    public void ShutDown() => Publish(new RemotingShutdownEvent());

    public void Associated(Address remote, bool inbound) => Publish(new AssociatedEvent(remoting.DefaultAddress, remote, inbound));

    public void Disassociated(Address remote, bool inbound) => Publish(new DisassociatedEvent(remoting.DefaultAddress, remote, inbound));

    /// <summary>The other system has ended the association as it should.</summary>
    public void Left(Address remote)
    {
        if (remoting.Settings.LogsLifecycle(LogLevel.InfoLevel)) remoting.Log.Info("The system [{0}] has left.", remote);
    }

    public void Failed(Address remote, bool inbound, Exception reason, TimeSpan closedFor)
    {
        var stop = reason.Message.EndsWith('.') ? "" : ".";
        var cause = new RemoteTransportException($"{reason.Message}{stop} Messages to [{remote}] go to the dead letters for {closedFor}.", reason);
        Publish(new AssociationErrorEvent(cause, remoting.DefaultAddress, remote, inbound, LogLevel.WarningLevel));
    }

    public void Quarantined(Address remote, int uid, string reason)
    {
        remoting.System.EventStream.Publish(new QuarantinedEvent(remote, uid));
        if (remoting.Settings.LogsLifecycle(LogLevel.WarningLevel))
            remoting.Log.Warning("The system [{0}] with uid [{1}] is quarantined: {2}. It must be restarted before it can be reached again.", remote, uid, reason);
    }

    public void QuarantinedBy(Address remote) => Publish(new ThisActorSystemQuarantinedEvent(remoting.DefaultAddress, remote));

    private void Publish(RemotingLifecycleEvent happened)
    {
        remoting.System.EventStream.Publish(happened);
        var level = happened.LogLevel();
        if (remoting.Settings.LogsLifecycle(level)) remoting.Log.Log(level, "{0}", happened);
    }
}
