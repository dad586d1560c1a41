using Coterie.Lab.Workloads;
using Coterie.Protocols.Kernel;

namespace Coterie.Lab.Virtual;

/// <summary>A fault of a virtual run at a time that is set before the run.</summary>
/// <param name="At">When, since the start of the run.</param>
public abstract record PlannedFault(TimeSpan At)
{
    /// <summary>The last of its times.</summary>
    public virtual TimeSpan End => At;

    /// <summary>The name of the fault, which is also the name of its option: <c>pause</c>.</summary>
    public abstract string Name { get; }

    /// <summary>The processes that it names.</summary>
    internal abstract IEnumerable<ProcessId> Named { get; }

    /// <summary>The process takes no steps; what arrives, and its own timers, wait in order.</summary>
    /// <param name="Process">Which one.</param>
    /// <param name="At">From when.</param>
    /// <param name="Until">When it goes on.</param>
    public sealed record Pause(ProcessId Process, TimeSpan At, TimeSpan Until) : PlannedFault(At)
    {
        /// <inheritdoc/>
        public override TimeSpan End => Until;

        /// <inheritdoc/>
        public override string Name => "pause";

        internal override IEnumerable<ProcessId> Named => [Process];

        /// <summary>As <see cref="FaultNotation"/> reads it.</summary>
        public override string ToString() => $"{Process}@{new DurationRange(At, Until)}";
    }

    /// <summary>
    /// No message gets from one group to another. A message is lost if its sender and its receiver are in different groups when
    /// it is sent, or when it would arrive. The processes that are in no group form one more.
    /// </summary>
    /// <param name="Groups">Processes of the same group can reach each other.</param>
    /// <param name="At">From when.</param>
    /// <param name="Until">When the network is whole again.</param>
    public sealed record Partition(IReadOnlyList<IReadOnlyList<ProcessId>> Groups, TimeSpan At, TimeSpan Until) : PlannedFault(At)
    {
        /// <inheritdoc/>
        public override TimeSpan End => Until;

        /// <inheritdoc/>
        public override string Name => "partition";

        internal override IEnumerable<ProcessId> Named => Groups.SelectMany(group => group);

        /// <summary>As <see cref="FaultNotation"/> reads it.</summary>
        public override string ToString() =>
            $"{string.Join('|', Groups.Select(FaultNotation.Text))}@{new DurationRange(At, Until)}";
    }

    /// <summary>The process stops, with its worker; what arrives is lost.</summary>
    /// <param name="Process">Which one.</param>
    /// <param name="At">When.</param>
    public sealed record Crash(ProcessId Process, TimeSpan At) : PlannedFault(At)
    {
        /// <inheritdoc/>
        public override string Name => "crash";

        internal override IEnumerable<ProcessId> Named => [Process];

        /// <summary>As <see cref="FaultNotation"/> reads it.</summary>
        public override string ToString() => $"{Process}@{DurationRange.Text(At)}";
    }

    /// <summary>
    /// The crashed process comes back with what its protocol stored, and goes on. If it was inside and still knows that, it is
    /// inside again.
    /// </summary>
    /// <param name="Process">Which one.</param>
    /// <param name="At">When.</param>
    /// <param name="IsForgetful">Whether it knows nothing, even if it stored records.</param>
    public sealed record Restart(ProcessId Process, TimeSpan At, bool IsForgetful = false) : PlannedFault(At)
    {
        /// <inheritdoc/>
        public override string Name => "restart";

        internal override IEnumerable<ProcessId> Named => [Process];

        /// <summary>As <see cref="FaultNotation"/> reads it.</summary>
        public override string ToString() => $"{Process}@{DurationRange.Text(At)}{(IsForgetful ? ":forgetful" : "")}";
    }

    /// <summary>The clock of the process jumps ahead: its timers fire earlier.</summary>
    /// <param name="Process">Which one.</param>
    /// <param name="By">How far; above zero.</param>
    /// <param name="At">When.</param>
    public sealed record Jump(ProcessId Process, TimeSpan By, TimeSpan At) : PlannedFault(At)
    {
        /// <inheritdoc/>
        public override string Name => "clock";

        internal override IEnumerable<ProcessId> Named => [Process];

        /// <summary>As <see cref="FaultNotation"/> reads it.</summary>
        public override string ToString() => $"{Process}:jump={DurationRange.Text(By)}@{DurationRange.Text(At)}";
    }
}
