using Akka.Actor;

namespace Akka.TestKit;

/// <summary>
/// Reacts to each message of a test actor or probe as it arrives, before the test looks at it: answers, forwards,
/// counts. The message still goes to the queue.
/// </summary>
public abstract class AutoPilot
{
    /// <summary>Returned by <see cref="Run"/> to switch the auto-pilot off.</summary>
    public static NoAutoPilot NoAutoPilot => NoAutoPilot.Instance;

    /// <summary>Returned by <see cref="Run"/> to go on with the same auto-pilot.</summary>
    public static KeepRunning KeepRunning => KeepRunning.Instance;

    /// <summary>Handles one message and returns what handles the next one.</summary>
    public abstract AutoPilot Run(IActorRef sender, object message);
}

/// <summary>Does nothing.</summary>
public sealed class NoAutoPilot : AutoPilot
{
    /// <summary>The one instance.</summary>
    public static readonly NoAutoPilot Instance = new();

    private NoAutoPilot() { }

    /// <inheritdoc/>
    public override AutoPilot Run(IActorRef sender, object message) => this;
}

/// <summary>Stands for the auto-pilot that returned it.</summary>
public sealed class KeepRunning : AutoPilot
{
    /// <summary>The one instance.</summary>
    public static readonly KeepRunning Instance = new();

    private KeepRunning() { }

    /// <summary>Refused: it only stands for another auto-pilot.</summary>
    /// <exception cref="InvalidOperationException">Always.</exception>
    public override AutoPilot Run(IActorRef sender, object message) =>
        throw new InvalidOperationException("An auto-pilot must be one that handles messages, was [KeepRunning].");
}

/// <summary>An auto-pilot's <see cref="AutoPilot.Run"/> as a function.</summary>
public delegate AutoPilot AutoPilotDelegate(IActorRef sender, object message);

/// <summary>An auto-pilot made of a function.</summary>
public sealed class DelegateAutoPilot : AutoPilot
{
    private readonly AutoPilotDelegate _autoPilotDelegate;

    /// <summary>Runs <paramref name="autoPilotDelegate"/> on each message.</summary>
    public DelegateAutoPilot(AutoPilotDelegate autoPilotDelegate) => _autoPilotDelegate = autoPilotDelegate;

    /// <inheritdoc/>
    public override AutoPilot Run(IActorRef sender, object message) => _autoPilotDelegate(sender, message);
}
