using Akka.Actor;
using Akka.Configuration;

namespace Akka.Tests.Actor;

/// <summary>What is configured and cannot be had is refused by name.</summary>
public class RefusedConfigurationTests : EngineTest
{
    [Theory]
    [InlineData("akka.actor.provider = cluster", "akka.actor.provider", "cluster")]
    [InlineData("akka.loglevel = LOUD", "akka.loglevel", "LOUD")]
    [InlineData("akka.loggers = [\"No.Such.Logger, Nowhere\"]", "akka.loggers", "No.Such.Logger")]
    [InlineData("akka.scheduler.implementation = \"No.Such.Scheduler\"", "akka.scheduler.implementation", "No.Such.Scheduler")]
    [InlineData("akka.actor.guardian-supervisor-strategy = \"No.Such\"", "akka.actor.guardian-supervisor-strategy", "No.Such")]
    [InlineData("akka.actor.default-dispatcher.type = PinnedDispatcher", "akka.actor.default-dispatcher.type", "PinnedDispatcher")]
    [InlineData("akka.actor.default-dispatcher.throughput = 0", "akka.actor.default-dispatcher.throughput", "0")]
    [InlineData("akka.actor.default-dispatcher.executor = fork-join-executor", "akka.actor.default-dispatcher.executor", "fork-join-executor")]
    [InlineData("akka.actor.default-mailbox.mailbox-type = \"Akka.Dispatch.BoundedMailbox\"", "akka.actor.default-mailbox.mailbox-type", "BoundedMailbox")]
    [InlineData("akka.persistence.journal = x", "akka.persistence", "")]
    public void A_system_with_it_does_not_start(string config, string key, string value)
    {
        var refusal = Assert.ThrowsAny<Exception>(() => ActorSystem.Create("refused",
            ConfigurationFactory.ParseString(config + "\nakka.stdout-loglevel = OFF")));
        Assert.IsType<ConfigurationException>(refusal);
        Assert.Contains(key, refusal.Message);
        Assert.Contains(value, refusal.Message);
    }

    [Fact]
    public void A_dispatcher_that_is_not_configured_is_refused() => Assert.Contains("no-such-dispatcher",
        Assert.Throws<ConfigurationException>(() => Sys.ActorOf(Props.Empty.WithDispatcher("no-such-dispatcher"))).Message);

    [Fact]
    public void A_mailbox_that_is_not_configured_is_refused() => Assert.Contains("no-such-mailbox",
        Assert.Throws<ConfigurationException>(() => Sys.ActorOf(Props.Empty.WithMailbox("no-such-mailbox"))).Message);

    [Theory]
    [InlineData("")]
    [InlineData("-a")]
    [InlineData("a b")]
    public void A_name_of_a_system_that_is_none_is_refused(string name) =>
        Assert.Throws<ArgumentException>(() => ActorSystem.Create(name));
}
