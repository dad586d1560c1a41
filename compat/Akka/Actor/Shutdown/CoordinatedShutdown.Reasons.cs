namespace Akka.Actor;

public sealed partial class CoordinatedShutdown
{
    /// <summary>Why a system ends; applications may have reasons of their own.</summary>
    public class Reason
    {
        /// <summary>A reason.</summary>
        protected Reason() { }
    }

    /// <summary>Nobody said why.</summary>
    public class UnknownReason : Reason
    {
        /// <summary>The only one.</summary>
        public static readonly Reason Instance = new UnknownReason();

        private UnknownReason() { }
    }

    /// <summary><see cref="ActorSystem.Terminate"/> was called.</summary>
    public class ActorSystemTerminateReason : Reason
    {
        /// <summary>The only one.</summary>
        public static readonly Reason Instance = new ActorSystemTerminateReason();

        private ActorSystemTerminateReason() { }
    }

    /// <summary>The process ends.</summary>
    public class ClrExitReason : Reason
    {
        /// <summary>The only one.</summary>
        public static readonly Reason Instance = new ClrExitReason();

        private ClrExitReason() { }
    }
}
