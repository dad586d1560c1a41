namespace Coterie.Protocols.Kernel;

/// <summary>
/// Hosts machines that only send, tell and set timers: they store nothing, watch nobody and keep no message. Any other effect is
/// an error of the machine.
/// </summary>
internal interface IPlainHost : IHost
{
    /// <inheritdoc/>
    void IHost.Store(IRecord record) => throw Unexpected(record);

    /// <inheritdoc/>
    void IHost.Watch(ProcessId process) => throw Unexpected(process);

    /// <inheritdoc/>
    void IHost.Unwatch(ProcessId process) => throw Unexpected(process);

    /// <inheritdoc/>
    void IHost.Keep(int queue, in Input message) => throw Unexpected(queue);

    /// <inheritdoc/>
    void IHost.LetIn(int queue, int count) => throw Unexpected(queue);

    /// <inheritdoc/>
    void IHost.Compact(int queue, IReadOnlyList<bool> stays) => throw Unexpected(queue);

    private NotSupportedException Unexpected(object effect) =>
        new($"The machine of {GetType().Name} must only send, tell and set timers, asked for [{effect}].");
}
