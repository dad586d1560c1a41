using Akka.Configuration;
using Akka.TestKit.Xunit2;

namespace Akka.Remote.Tests.FailureDetection;

public sealed class FailureDetectorLoaderTests : TestKit.Xunit2.TestKit
{
    private static readonly Config Section = ConfigurationFactory.ParseString("a { heartbeat-interval = 4s, acceptable-heartbeat-pause = 120s }").GetConfig("a");

    [Fact]
    public void A_detector_is_made_by_the_name_of_its_type() => Assert.IsType<DeadlineFailureDetector>(
        FailureDetectorLoader.Load("Akka.Remote.DeadlineFailureDetector, Akka.Remote", Section, Sys));

    [Theory]
    [InlineData("No.Such.Detector, Akka.Remote")]
    [InlineData("Akka.Remote.FailureDetector, Akka.Remote")]
    [InlineData("System.String")]
    public void The_name_must_be_that_of_a_detector(string name)
    {
        var refused = Assert.Throws<ConfigurationException>(() => FailureDetectorLoader.Load(name, Section, Sys));

        Assert.Equal(
            $"implementation-class must be the name of a FailureDetector's type with a constructor for a Config and an EventStream, was [{name}].", refused.Message);
    }

    [Fact]
    public void A_wrong_section_is_a_mistake_of_the_configuration()
    {
        var wrong = ConfigurationFactory.ParseString("a.heartbeat-interval = 0s").GetConfig("a");

        var refused = Assert.Throws<ConfigurationException>(
            () => FailureDetectorLoader.Load("Akka.Remote.DeadlineFailureDetector, Akka.Remote", wrong, Sys));

        Assert.Equal("a.heartbeat-interval must be above 0, was [0s].", refused.Message);
    }
}
