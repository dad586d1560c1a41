using System.Collections.Frozen;
using Coterie.Actors.Wire;
using Coterie.Lab.Runs;
using Coterie.Lab.Workloads;
using Coterie.Protocols.Kernel;
using static Coterie.Actors.Wire.Field;
using static Google.Protobuf.UnsafeByteOperations;
using KernelInput = Coterie.Protocols.Kernel.Input;

namespace Coterie.Lab.Running;

/// <summary>Steps on the wire. A message to many processes, for example a request, is written once.</summary>
internal static class StepFormats
{
    private static readonly WireFormat[] All = [.. MutexFormats.All, .. MemoryFormats.All, .. QuorumFormats.All];
    private static readonly FrozenDictionary<Type, WireFormat> Formats = All.ToFrozenDictionary(format => format.Type);
    private static readonly FrozenDictionary<string, WireFormat> ByManifest = All.ToFrozenDictionary(format => format.Manifest);

    // Far longer than the longest run.
    private static readonly TimeSpan LongestRun = 10 * SimulationSettings.LongestDuration;

    public static StepData Data(RecordedStep step)
    {
        var input = step.Input;
        var data = new StepData
        {
            At = step.At.Ticks,
            Process = step.Process.Value,
            Input = (int)input.Kind,
            From = input.From.Value,
            TimerKind = input.Timer.Kind,
            TimerNumber = input.Timer.Number,
            Returned = input.IsReturned,
        };
        if (input.Message is { } received)
            data.Message = Data(received);
        IMessage? last = null;
        foreach (var effect in step.Effects)
        {
            if (effect.Output is { } output)
                data.Effects.Add(new EffectData { Output = Data(output) });
            if (effect.Message is { } message)
            {
                if (!ReferenceEquals(message, last))
                    data.Effects.Add(new EffectData { Message = Data(message) });
                data.Effects[^1].To.Add(effect.To.Value);
            }
            last = effect.Message;
        }
        return data;
    }

    public static RecordedStep Message(StepData data) => new(
        Ticks(data.At, LongestRun, "The time of the step"),
        MutexFormats.Process(data.Process),
        Input(data),
        [.. data.Effects.SelectMany(Effects)]);

    private static KernelInput Input(StepData data) => (InputKind)data.Input switch
    {
        InputKind.Unknown => KernelInput.Unknown,
        InputKind.Start => KernelInput.Start,
        InputKind.Command => KernelInput.Of(null),
        InputKind.Message when data.Returned => Received(data).Returned(),
        InputKind.Message => Received(data),
        InputKind.Timer => KernelInput.Of(new TimerId(data.TimerKind, data.TimerNumber)),
        InputKind.Restart => KernelInput.Restart([]),
        InputKind.Gone => KernelInput.Gone(MutexFormats.Process(data.From)),
        _ => throw Unknown("The input of the step", data.Input),
    };

    private static KernelInput Received(StepData data) =>
        KernelInput.Of(MutexFormats.Process(data.From), Message(Required(data.Message, "The message of the step")));

    private static IEnumerable<Effect> Effects(EffectData data)
    {
        if (data.Output is { } output)
            return [Effect.Note(Message(output))];
        var message = Message(Required(data.Message, "The message of the effect"));
        return data.To.Select(to => Effect.Send(MutexFormats.Process(to), message));
    }

    private static OutputData Data(IOutput output) => new()
    {
        Deed = (int)output.Deed,
        Request = output.Request is { } request ? MutexFormats.Data(request) : null,
        Detail = output.Detail ?? "",
    };

    private static TracedOutput Message(OutputData data) => new(
        Enum.IsDefined((Deed)data.Deed) ? (Deed)data.Deed : throw Unknown("The deed", data.Deed),
        data.Request is null ? null : MutexFormats.Timestamp(data.Request),
        data.Detail.Length == 0 ? null : Sentence(data.Detail));

    private static MessageData Data(IMessage message) =>
        Formats.TryGetValue(message.GetType(), out var format)
            ? new MessageData { Manifest = format.Manifest, Payload = UnsafeWrap(format.Write(message)) }
            : throw Unknown("The message", message.GetType().Name);

    private static IMessage Message(MessageData data) =>
        ByManifest.TryGetValue(data.Manifest, out var format)
            ? (IMessage)format.Read(data.Payload.ToByteArray(), null!)
            : throw Unknown("The manifest of the message", data.Manifest);
}
