namespace Akka.Actor;

/// <summary>A plain answer: it worked, or it did not.</summary>
public abstract class Status
{
    /// <summary>It worked.</summary>
    public sealed class Success(object status) : Status
    {
        /// <summary>Success with nothing to say.</summary>
        public static readonly Success Instance = new(null!);

        /// <summary>The result, where there is one.</summary>
        public readonly object Status = status;

        /// <inheritdoc/>
        public override string ToString() => $"Success: {Status}";
    }

    /// <summary>It failed. The task of an Ask that is answered with it fails with <see cref="Cause"/>.</summary>
    public sealed class Failure : Status
    {
        /// <summary>With the exception.</summary>
        public Failure(Exception cause) : this(cause, null!) { }

        /// <summary>With the exception and something to go with it.</summary>
        public Failure(Exception cause, object state)
        {
            Cause = cause;
            State = state;
        }

        /// <summary>What went wrong.</summary>
        public readonly Exception Cause;

        /// <summary>What goes with it, where there is something.</summary>
        public readonly object State;

        /// <inheritdoc/>
        public override string ToString() => $"Failure: {Cause}";
    }
}
