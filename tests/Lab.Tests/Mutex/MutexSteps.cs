using Coterie.Lab.Runs;
using Coterie.Protocols.Kernel;
using static Coterie.Protocols.Mutex.MutexProtocol;

namespace Coterie.Tests.Mutex;

/// <summary>Steps of mutual exclusion, to be written down by hand. All are taken at time zero.</summary>
internal static class MutexSteps
{
    /// <summary>The process of <paramref name="request"/> asks with it.</summary>
    public static RecordedStep Asks(Timestamp request, params Effect[] effects) =>
        Of(request.Process, Input.Of(Enter.Instance), [Effect.Note(new Asked(request)), .. effects]);

    /// <summary>The process leaves.</summary>
    public static RecordedStep Leaves(Timestamp request, params Effect[] effects) =>
        Of(request.Process, Input.Of(Exit.Instance), [Effect.Note(new Left(request)), .. effects]);

    /// <summary>The process gives up.</summary>
    public static RecordedStep GivesUp(Timestamp request, params Effect[] effects) =>
        Of(request.Process, Input.Of(Withdraw.Instance), [Effect.Tell(new Withdrawn(request)), .. effects]);

    /// <summary>A message arrives.</summary>
    public static RecordedStep Receives(ProcessId process, IWireMessage message, params Effect[] effects) =>
        Of(process, Input.Of(message.From, message), effects);

    /// <summary>The resend interval goes by.</summary>
    public static RecordedStep Ticks(ProcessId process, params Effect[] effects) =>
        Of(process, Input.Of(TimerId.Resend), effects);

    /// <summary>Nobody knows what came in.</summary>
    public static RecordedStep Does(ProcessId process, params Effect[] effects) => Of(process, Input.Unknown, effects);

    /// <summary>A message is sent.</summary>
    public static Effect Sends(ProcessId to, IWireMessage message) => Effect.Send(to, message);

    /// <summary>The process is inside from now on.</summary>
    public static Effect Enters(Timestamp request) => Effect.Tell(new Entered(request));

    private static RecordedStep Of(ProcessId process, Input input, params Effect[] effects) =>
        new(TimeSpan.Zero, process, input, effects);
}
