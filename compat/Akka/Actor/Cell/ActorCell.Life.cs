using Akka.Actor.Internal;
using Akka.Dispatch.SysMsg;
using Akka.Event;

namespace Akka.Actor;

// The life cycle: creation, failure, restart, end.
internal sealed partial class ActorCell
{
    private enum Waiting
    {
        Nothing,
        ToCreate,
        ToRecreate,
        ToEnd,
    }

    private Waiting _waiting; // for children to stop
    private Exception? _recreateCause;
    private List<SystemMessage>? _later; // life-cycle messages that came while waiting
    private Exception? _failure; // reported to the parent, whose verdict is awaited
    private IInternalActorRef? _perpetrator; // the child whose failure became this actor's
    private List<IStash>? _stashes;

    private bool IsEnding => _waiting == Waiting.ToEnd || _mailbox.IsClosed;

    /// <summary>Handles one message of the life cycle.</summary>
    public void SystemInvoke(SystemMessage message)
    {
        if (_waiting == Waiting.ToEnd && message is IStashWhenWaitingForChildren or Create) return; // no way back
        if (_waiting is Waiting.ToCreate or Waiting.ToRecreate && message is IStashWhenWaitingForChildren)
        {
            (_later ??= []).Add(message);
            return;
        }
        try
        {
            switch (message)
            {
                case ActorTask task: task.Scheduler.Execute(task.Task); break;
                case DeathWatchNotification death: WatchedActorTerminated(death); break;
                case Watch watch: AddWatcher(watch.Watchee, watch.Watcher); break;
                case Unwatch unwatch: RemoveWatcher(unwatch.Watchee, unwatch.Watcher); break;
                case Failed failed: HandleFailed(failed); break;
                case Create:
                    _mailbox.Resume();
                    CreateActor();
                    break;
                case Recreate recreate: FaultRecreate(recreate.Cause); break;
                case Suspend: FaultSuspend(); break;
                case Resume resume: FaultResume(resume.CausedByFailure); break;
                case Terminate: BeginEnd(); break;
                default: throw new InvalidOperationException($"System message must be known, was [{message}].");
            }
        }
        catch (Exception failure)
        {
            Fail(failure);
        }
    }

    public void Start() => SendSystemMessage(new Create());

    /// <summary>Stops this actor: from any thread.</summary>
    public void StopSelf() => SendSystemMessage(new Terminate());

    /// <summary>Reports a failure to the parent; until its verdict the actor and its children handle no messages.</summary>
    public void Fail(Exception failure)
    {
        if (_failure is not null || IsEnding) return;
        _failure = failure;
        _mailbox.Suspend();
        foreach (var child in ChildRefs())
        {
            if (child != _perpetrator) child.Suspend();
        }
        _parent.SendSystemMessage(new Failed(this, failure));
    }

    private void CreateActor()
    {
        try
        {
            NewInstance();
            _actor!.AroundPreStart();
        }
        catch (Exception failure)
        {
            DropInstance();
            throw failure is ActorInitializationException { Actor: not null }
                ? failure
                : new ActorInitializationException(_self, $"Exception during creation of actor [{_self.Path}]: {Inner(failure).Message}", Inner(failure));
        }
    }

    private void NewInstance()
    {
        _behaviors = null;
        _behavior = ActorBaseNone;
        var actor = Props.NewActor();
        if (actor is null)
        {
            throw new ActorInitializationException(_self,
                $"Props.NewActor() must return an actor, was [null] for type [{Props.TypeName}].");
        }
        _behavior = actor.ReceiveFirst;
        _actor = actor;
        if (actor is IActorStash stashing) stashing.Stash = CreateStash(actor.GetType());
        if (actor is IWithTimers timing) timing.Timers = new TimerScheduler(this);
        if (actor is IInitializableActor initializable) initializable.Init();
    }

    // What was stashed goes back to the mailbox; timers stop.
    private void DropInstance()
    {
        var actor = _actor;
        _actor = null;
        _behaviors = null;
        _behavior = ActorBaseNone;
        _asyncHandler = null;
        if (actor is IWithTimers { Timers: TimerScheduler timers }) timers.CancelAll();
        if (_stashes is null) return;
        foreach (var stash in _stashes) stash.UnstashAll();
        _stashes = null;
    }

    private void FaultSuspend()
    {
        _mailbox.Suspend();
        foreach (var child in ChildRefs()) child.Suspend();
    }

    private void FaultResume(Exception? cause)
    {
        if (_actor is null)
        {
            FaultCreate();
            return;
        }
        var perpetrator = _perpetrator;
        if (cause is not null)
        {
            _failure = null;
            _perpetrator = null;
        }
        _mailbox.Resume();
        foreach (var child in ChildRefs()) child.Resume(child == perpetrator ? cause : null);
    }

    private void FaultRecreate(Exception cause)
    {
        if (_actor is null)
        {
            FaultCreate();
            return;
        }
        CancelReceiveTimeout();
        var message = _message;
        _failure ??= cause;
        try
        {
            _actor.AroundPreRestart(cause, message!);
        }
        catch (Exception failure)
        {
            DropInstance();
            var both = new PreRestartException(_self, failure, cause, message);
            LogError(both, $"PreRestart failed: {failure.Message}");
            Report(both);
            return;
        }
        DropInstance();
        WaitForChildren(Waiting.ToRecreate, cause);
    }

    private void FaultCreate()
    {
        foreach (var child in ChildRefs()) Stop(child);
        WaitForChildren(Waiting.ToCreate, null);
    }

    private void WaitForChildren(Waiting what, Exception? cause)
    {
        _recreateCause = cause;
        _waiting = what;
        ContinueIfChildrenStopped();
    }

    private void ContinueIfChildrenStopped()
    {
        if (_waiting == Waiting.Nothing || AnyChildStopping()) return;
        var what = _waiting;
        if (what == Waiting.ToEnd)
        {
            End();
            return;
        }
        _waiting = Waiting.Nothing;
        _failure = null;
        _perpetrator = null;
        _message = null;
        _mailbox.Resume();
        try
        {
            if (what == Waiting.ToCreate) CreateActor();
            else FinishRecreate(_recreateCause!);
        }
        catch (Exception failure)
        {
            Fail(failure);
        }
        if (_later is not { } later) return;
        _later = null;
        foreach (var message in later) SystemInvoke(message);
    }

    private void FinishRecreate(Exception cause)
    {
        var survivors = ChildRefs();
        try
        {
            NewInstance();
            _actor!.AroundPostRestart(cause, null!);
        }
        catch (Exception failure)
        {
            DropInstance();
            throw new PostRestartException(_self, Inner(failure), cause);
        }
        foreach (var child in survivors) child.Restart(cause);
    }

    // Tells the parent of a failure on top of one that it has dealt with.
    private void Report(Exception failure)
    {
        _failure = failure;
        _parent.SendSystemMessage(new Failed(this, failure));
    }

    private void BeginEnd()
    {
        if (_mailbox.IsClosed || _waiting == Waiting.ToEnd) return;
        CancelReceiveTimeout();
        if (_actor is IWithTimers { Timers: TimerScheduler timers }) timers.CancelAll();
        UnwatchAll();
        _waiting = Waiting.ToEnd;
        _mailbox.Suspend();
        foreach (var child in ChildRefs()) Stop(child);
        ContinueIfChildrenStopped();
    }

    private void End()
    {
        try
        {
            _actor?.AroundPostStop();
        }
        catch (Exception failure)
        {
            LogError(failure, failure.Message);
        }
        var actor = _actor;
        DropInstance();
        _mailbox.Close();
        Props.Release(actor);
        // Those on other nodes first: once the parent knows, the system may go on to close its connections. And the parent before those
        // on this one: whoever hears of the end may use the name again.
        TellWatchers(local: false);
        _parent.SendSystemMessage(new DeathWatchNotification(_self, existenceConfirmed: true, addressTerminated: false));
        TellWatchers(local: true);
        _watchedBy = null;
        _message = null;
        _sender = null;
    }

    private void HandleFailed(Failed failed)
    {
        var child = failed.Child;
        if (!TryGetStats(child._self, out var stats)) return;
        var strategy = _actor?.SupervisorStrategy() ?? SupervisorStrategy.DefaultStrategy;
        _sender = child._self;
        if (!strategy.HandleFailure(this, child._self, failed.Cause, stats, ChildStatsOfAll()))
        {
            _perpetrator = child._self;
            Fail(failed.Cause);
        }
    }

    private void LogError(Exception failure, string message) =>
        SystemImpl.EventStream.Publish(new Error(failure, _self.Path.ToString(), _actor?.GetType() ?? typeof(ActorCell), message));

    private static Exception Inner(Exception failure) =>
        failure is global::System.Reflection.TargetInvocationException { InnerException: { } inner } ? inner : failure;
}
