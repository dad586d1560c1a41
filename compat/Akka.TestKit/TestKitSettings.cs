using Akka.Actor;
using Akka.Configuration;

namespace Akka.TestKit;

/// <summary>The settings under <c>akka.test</c>; each key is described in TestKit's reference.conf.</summary>
public class TestKitSettings : IExtension
{
    /// <summary>Reads the settings.</summary>
    /// <exception cref="ConfigurationException">A value breaks its rule.</exception>
    public TestKitSettings(Config config)
    {
        DefaultTimeout = Positive(config, "akka.test.default-timeout");
        SingleExpectDefault = Positive(config, "akka.test.single-expect-default");
        TestEventFilterLeeway = Positive(config, "akka.test.filter-leeway");
        TestTimeFactor = config.GetDouble("akka.test.timefactor");
        if (!(TestTimeFactor > 0 && double.IsFinite(TestTimeFactor)))
            throw new ConfigurationException($"akka.test.timefactor must be a number above 0, was [{TestTimeFactor}].");
    }

    /// <summary>How long to wait for whatever has no limit of its own.</summary>
    public TimeSpan DefaultTimeout { get; }

    /// <summary>How long an expectation waits outside <c>Within</c>.</summary>
    public TimeSpan SingleExpectDefault { get; }

    /// <summary>How long an event filter waits for missing events.</summary>
    public TimeSpan TestEventFilterLeeway { get; }

    /// <summary>Stretches time limits; see <see cref="TestKitBase.Dilated"/>.</summary>
    public double TestTimeFactor { get; }

    private static TimeSpan Positive(Config config, string key)
    {
        var value = config.GetTimeSpan(key, null, false);
        return value > TimeSpan.Zero
            ? value
            : throw new ConfigurationException($"{key} must be a duration above 0, was [{value}].");
    }
}
