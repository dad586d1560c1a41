using Hocon;

namespace Akka.Configuration;

/// <summary>Places where users add sections and keys under names of their own, and what may stand in them.</summary>
internal static class FreeSections
{
    private static readonly HoconValue AnyText = new(new HoconQuotedString(""));

    private static readonly HoconValue AnyNumber = new(new HoconUnquotedString("0"));

    private static readonly Lazy<HoconValue> ShutdownPhase = new(() => new HoconValue(ConfigurationFactory.ParseString(
        """
        depends-on = []
        timeout = 5s
        recover = on
        enabled = on
        """).Root));

    // The built-in phases stand in the reference with some of the keys only.
    private static HoconValue? PhaseKey(string key) =>
        ShutdownPhase.Value.GetObject().TryGetField(key, out var field) ? field.Value : null;

    /// <summary>An example of what the key may hold; null when the section is not free to take it.</summary>
    public static HoconValue? Find(string section, string key, HoconValue value, Config reference)
    {
        var isSection = value.Type == HoconType.Object;
        return section switch
        {
            "akka.actor" when isSection && key.EndsWith("dispatcher", StringComparison.Ordinal) => reference.Find("akka.actor.default-dispatcher"),
            "akka.actor" when isSection && key.EndsWith("mailbox", StringComparison.Ordinal) => reference.Find("akka.actor.default-mailbox"),
            "akka.actor.mailbox.requirements" => AnyText,
            "akka.actor.serializers" or "akka.actor.serialization-bindings" => AnyText,
            "akka.actor.serialization-identifiers" => AnyNumber,
            "akka.actor.serialization-settings" when isSection => value, // what is in it is the serializer's affair
            "akka.coordinated-shutdown.phases" => ShutdownPhase.Value,
            _ when section.StartsWith("akka.coordinated-shutdown.phases.", StringComparison.Ordinal) => PhaseKey(key),
            _ => null,
        };
    }
}
