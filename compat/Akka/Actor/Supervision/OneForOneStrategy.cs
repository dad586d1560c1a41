using Akka.Actor.Internal;
using Akka.Util;

namespace Akka.Actor;

/// <summary>Deals with the child that failed, and no other.</summary>
public class OneForOneStrategy : SupervisorStrategy, IEquatable<OneForOneStrategy>
{
    /// <summary>At most that many restarts (-1: no limit) within that time (null: ever).</summary>
    public OneForOneStrategy(int? maxNrOfRetries, TimeSpan? withinTimeRange, Func<Exception, Directive> localOnlyDecider)
        : this(maxNrOfRetries, withinTimeRange, new LocalOnlyDecider(localOnlyDecider)) { }

    /// <summary>At most that many restarts (-1: no limit) within that time (null: ever).</summary>
    public OneForOneStrategy(int? maxNrOfRetries, TimeSpan? withinTimeRange, IDecider decider)
        : this(maxNrOfRetries ?? -1, (int)(withinTimeRange ?? Timeout.InfiniteTimeSpan).TotalMilliseconds, decider) { }

    /// <summary>At most that many restarts (-1: no limit) within that time (-1: ever).</summary>
    public OneForOneStrategy(int maxNrOfRetries, int withinTimeMilliseconds, Func<Exception, Directive> localOnlyDecider,
        bool loggingEnabled = true)
        : this(maxNrOfRetries, withinTimeMilliseconds, new LocalOnlyDecider(localOnlyDecider), loggingEnabled) { }

    /// <summary>At most that many restarts (-1: no limit) within that time (-1: ever).</summary>
    public OneForOneStrategy(int maxNrOfRetries, int withinTimeMilliseconds, IDecider decider, bool loggingEnabled = true)
    {
        MaxNumberOfRetries = maxNrOfRetries;
        WithinTimeRangeMilliseconds = withinTimeMilliseconds;
        Decider = decider;
        LoggingEnabled = loggingEnabled;
    }

    /// <summary>Without limit.</summary>
    public OneForOneStrategy(Func<Exception, Directive> localOnlyDecider) : this(-1, -1, localOnlyDecider) { }

    /// <summary>Without limit.</summary>
    public OneForOneStrategy(Func<Exception, Directive> localOnlyDecider, bool loggingEnabled = true)
        : this(-1, -1, localOnlyDecider, loggingEnabled) { }

    /// <summary>Without limit.</summary>
    public OneForOneStrategy(IDecider decider) : this(-1, -1, decider) { }

    /// <summary>Without limit, by the default decider.</summary>
    protected OneForOneStrategy() : this(DefaultDecider) { }

    /// <summary>Restarts within the time; negative: no limit.</summary>
    public int MaxNumberOfRetries { get; }

    /// <summary>The time; negative: ever.</summary>
    public int WithinTimeRangeMilliseconds { get; }

    /// <inheritdoc/>
    public override IDecider Decider { get; }

    /// <summary>The same with another limit.</summary>
    public OneForOneStrategy WithMaxNrOfRetries(int maxNrOfRetries) =>
        new(maxNrOfRetries, WithinTimeRangeMilliseconds, Decider, LoggingEnabled);

    /// <inheritdoc/>
    public bool Equals(OneForOneStrategy? other) => other is not null && MaxNumberOfRetries == other.MaxNumberOfRetries
        && WithinTimeRangeMilliseconds == other.WithinTimeRangeMilliseconds && Equals(Decider, other.Decider);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as OneForOneStrategy);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(MaxNumberOfRetries, WithinTimeRangeMilliseconds, Decider);

    /// <inheritdoc/>
    public override ISurrogate ToSurrogate(ActorSystem system) => Decider is LocalOnlyDecider
        ? throw new NotSupportedException("Can not serialize LocalOnlyDecider")
        : new OneForOneStrategySurrogate
        {
            Decider = Decider,
            LoggingEnabled = LoggingEnabled,
            MaxNumberOfRetries = MaxNumberOfRetries,
            WithinTimeRangeMilliseconds = WithinTimeRangeMilliseconds,
        };

    /// <inheritdoc/>
    protected override Directive Handle(IActorRef child, Exception exception) => Decider.Decide(exception);

    internal override void ProcessFailure(ActorCell context, bool restart, IInternalActorRef child, Exception cause,
        ChildRestartStats stats, IReadOnlyCollection<ChildRestartStats> children)
    {
        if (restart && stats.RequestRestartPermission(MaxNumberOfRetries, WithinTimeRangeMilliseconds)) child.Restart(cause);
        else context.Stop(child);
    }

    /// <summary>A strategy as plain data.</summary>
    public class OneForOneStrategySurrogate : ISurrogate
    {
        /// <summary>See <see cref="OneForOneStrategy.MaxNumberOfRetries"/>.</summary>
        public int MaxNumberOfRetries { get; set; }

        /// <summary>See <see cref="OneForOneStrategy.WithinTimeRangeMilliseconds"/>.</summary>
        public int WithinTimeRangeMilliseconds { get; set; }

        /// <summary>See <see cref="OneForOneStrategy.Decider"/>.</summary>
        public IDecider? Decider { get; set; }

        /// <summary>Whether failures are logged.</summary>
        public bool LoggingEnabled { get; set; }

        /// <inheritdoc/>
        public ISurrogated FromSurrogate(ActorSystem system) =>
            new OneForOneStrategy(MaxNumberOfRetries, WithinTimeRangeMilliseconds, Decider!, LoggingEnabled);
    }
}
