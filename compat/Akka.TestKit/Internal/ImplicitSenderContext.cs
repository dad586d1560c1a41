using Akka.Actor;
using Akka.Actor.Internal;

namespace Akka.TestKit.Internal;

/// <summary>
/// Keeps the test actor the sender of what a test tells without naming a sender, also behind an <c>await</c>: what is
/// left of the test then runs on another thread, and this context gives that thread the test actor's cell.
/// </summary>
internal sealed class ImplicitSenderContext(ActorCell? cell) : SynchronizationContext
{
    private SynchronizationContext? _before;

    public override void Post(SendOrPostCallback d, object? state) => ThreadPool.QueueUserWorkItem(_ => Send(d, state));

    public override void Send(SendOrPostCallback d, object? state)
    {
        var (outerContext, outerCell) = (Current, InternalCurrentActorCellKeeper.Current);
        SetSynchronizationContext(this);
        InternalCurrentActorCellKeeper.Current = cell;
        try
        {
            d(state);
        }
        finally
        {
            InternalCurrentActorCellKeeper.Current = outerCell;
            SetSynchronizationContext(outerContext);
        }
    }

    public override SynchronizationContext CreateCopy() => this;

    /// <summary>Makes this the context of the test that begins on the current thread.</summary>
    public void Enter()
    {
        _before = Current;
        SetSynchronizationContext(this);
        InternalCurrentActorCellKeeper.Current = cell;
    }

    /// <summary>Takes the current thread back from a test that has ended.</summary>
    public void Leave()
    {
        if (InternalCurrentActorCellKeeper.Current == cell)
            InternalCurrentActorCellKeeper.Current = null;
        if (Current == this)
            SetSynchronizationContext(_before);
    }
}
