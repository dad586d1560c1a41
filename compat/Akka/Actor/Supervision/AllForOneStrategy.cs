using Akka.Actor.Internal;
using Akka.Util;

namespace Akka.Actor;

/// <summary>Does to all children what the failure of one calls for.</summary>
public class AllForOneStrategy : SupervisorStrategy, IEquatable<AllForOneStrategy>
{
    /// <summary>At most that many restarts (-1: no limit) within that time (null: ever).</summary>
    public AllForOneStrategy(int? maxNrOfRetries, TimeSpan? withinTimeRange, Func<Exception, Directive> localOnlyDecider)
        : this(maxNrOfRetries, withinTimeRange, new LocalOnlyDecider(localOnlyDecider)) { }

    /// <summary>At most that many restarts (-1: no limit) within that time (null: ever).</summary>
    public AllForOneStrategy(int? maxNrOfRetries, TimeSpan? withinTimeRange, IDecider decider)
        : this(maxNrOfRetries ?? -1, (int)(withinTimeRange ?? Timeout.InfiniteTimeSpan).TotalMilliseconds, decider) { }

    /// <summary>At most that many restarts (-1: no limit) within that time (-1: ever).</summary>
    public AllForOneStrategy(int maxNrOfRetries, int withinTimeMilliseconds, Func<Exception, Directive> localOnlyDecider,
        bool loggingEnabled = true)
        : this(maxNrOfRetries, withinTimeMilliseconds, new LocalOnlyDecider(localOnlyDecider), loggingEnabled) { }

    /// <summary>At most that many restarts (-1: no limit) within that time (-1: ever).</summary>
    public AllForOneStrategy(int maxNrOfRetries, int withinTimeMilliseconds, IDecider decider, bool loggingEnabled = true)
    {
        MaxNumberOfRetries = maxNrOfRetries;
        WithinTimeRangeMilliseconds = withinTimeMilliseconds;
        Decider = decider;
        LoggingEnabled = loggingEnabled;
    }

    /// <summary>Without limit.</summary>
    public AllForOneStrategy(Func<Exception, Directive> localOnlyDecider) : this(-1, -1, localOnlyDecider) { }

    /// <summary>Without limit.</summary>
    public AllForOneStrategy(IDecider decider) : this(-1, -1, decider) { }

    /// <summary>Without limit, by the default decider.</summary>
    protected AllForOneStrategy() : this(DefaultDecider) { }

    /// <summary>Restarts within the time; negative: no limit.</summary>
    public int MaxNumberOfRetries { get; }

    /// <summary>The time; negative: ever.</summary>
    public int WithinTimeRangeMilliseconds { get; }

    /// <inheritdoc/>
    public override IDecider Decider { get; }

    /// <inheritdoc/>
    public bool Equals(AllForOneStrategy? other) => other is not null && MaxNumberOfRetries == other.MaxNumberOfRetries
        && WithinTimeRangeMilliseconds == other.WithinTimeRangeMilliseconds && Equals(Decider, other.Decider);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as AllForOneStrategy);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(MaxNumberOfRetries, WithinTimeRangeMilliseconds, Decider);

    /// <inheritdoc/>
    public override ISurrogate ToSurrogate(ActorSystem system) => Decider is LocalOnlyDecider
        ? throw new NotSupportedException("Can not serialize LocalOnlyDecider")
        : new AllForOneStrategySurrogate
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
        // Every child counts its restart, also when another's limit is reached.
        var permitted = restart
            && children.Count(each => !each.RequestRestartPermission(MaxNumberOfRetries, WithinTimeRangeMilliseconds)) == 0;
        foreach (var each in children)
        {
            if (!permitted)
            {
                context.Stop(each.Child);
                continue;
            }
            if (each.Child != child) each.Child.Suspend();
            each.Child.Restart(cause);
        }
    }

    /// <summary>A strategy as plain data.</summary>
    public class AllForOneStrategySurrogate : ISurrogate
    {
        /// <summary>See <see cref="AllForOneStrategy.MaxNumberOfRetries"/>.</summary>
        public int MaxNumberOfRetries { get; set; }

        /// <summary>See <see cref="AllForOneStrategy.WithinTimeRangeMilliseconds"/>.</summary>
        public int WithinTimeRangeMilliseconds { get; set; }

        /// <summary>See <see cref="AllForOneStrategy.Decider"/>.</summary>
        public IDecider? Decider { get; set; }

        /// <summary>Whether failures are logged.</summary>
        public bool LoggingEnabled { get; set; }

        /// <inheritdoc/>
        public ISurrogated FromSurrogate(ActorSystem system) =>
            new AllForOneStrategy(MaxNumberOfRetries, WithinTimeRangeMilliseconds, Decider!, LoggingEnabled);
    }
}
