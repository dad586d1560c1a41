using System.Collections.Frozen;
using Coterie.Actors.Wire;
using Coterie.Lab.Checking;
using Coterie.Lab.Workloads;
using Coterie.Protocols.Kernel;
using Coterie.Protocols.Mutex;
using static Coterie.Actors.Wire.Field;
using static Coterie.Protocols.Mutex.MutexProtocol;
using static Google.Protobuf.UnsafeByteOperations;

namespace Coterie.Lab.Running;

/// <summary>Steps on the wire. A message to many, as a request is, is written once.</summary>
internal static class StepFormats
{
    private static readonly FrozenDictionary<Type, WireFormat> Formats = MutexFormats.All.ToFrozenDictionary(format => format.Type);
    private static readonly FrozenDictionary<string, WireFormat> ByManifest = MutexFormats.All.ToFrozenDictionary(format => format.Manifest);

    // Long after the end of the longest one.
    private static readonly TimeSpan LongestRun = 10 * SimulationSettings.LongestDuration;

    public static StepData Data(RecordedStep step)
    {
        var data = new StepData { At = step.At.Ticks, Process = step.Process.Value, Kind = (int)step.Kind };
        if (step.Message is not null)
            data.Message = Data(step.Message);
        if (step.Request is { } request)
            data.Request = MutexFormats.Data(request);
        IWireMessage? last = null;
        foreach (var effect in step.Effects)
        {
            if (effect.Message is null || !ReferenceEquals(effect.Message, last))
                data.Effects.Add(Data(effect));
            data.Effects[^1].To.Add(effect.To.Value);
            last = effect.Message;
        }
        return data;
    }

    public static RecordedStep Message(StepData data) => new(
        Ticks(data.At, LongestRun, "The time of the step"),
        MutexFormats.Process(data.Process),
        Enum.IsDefined((StepKind)data.Kind) ? (StepKind)data.Kind : throw Unknown("The kind of the step", data.Kind),
        data.Message is null ? null : Message(data.Message),
        data.Request is null ? null : MutexFormats.Timestamp(data.Request),
        [.. data.Effects.SelectMany(Effects)]);

    private static EffectData Data(Effect effect) => effect.Message is { } message
        ? new EffectData { Message = Data(message) }
        : new EffectData { Entered = MutexFormats.Data(effect.Entered!.Value) };

    private static IEnumerable<Effect> Effects(EffectData data)
    {
        var message = data.Message is null ? null : Message(data.Message);
        Timestamp? entered = message is null ? MutexFormats.Timestamp(data.Entered) : null;
        return data.To.Select(to => new Effect(MutexFormats.Process(to), message, entered));
    }

    private static MessageData Data(IWireMessage message) =>
        Formats.TryGetValue(message.GetType(), out var format)
            ? new MessageData { Manifest = format.Manifest, Payload = UnsafeWrap(format.Write(message)) }
            : throw Unknown("The message", message.GetType().Name);

    private static IWireMessage Message(MessageData data) =>
        ByManifest.TryGetValue(data.Manifest, out var format)
            ? (IWireMessage)format.Read(data.Payload.ToByteArray(), null!)
            : throw Unknown("The manifest of the message", data.Manifest);
}
