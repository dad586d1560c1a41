using Akka.Actor;
using Akka.Configuration;

namespace Akka.Tests.Configuration;

/// <summary>This engine refuses what it does not have; the packages have more, and ignore what they do not know.</summary>
public sealed class UnknownSettingTests
{
    [Theory]
    [InlineData("akka.log-level = DEBUG", "akka.log-level must be absent, as this engine has no such setting, was [DEBUG]. Did you mean akka.loglevel?")]
    [InlineData("akka.cluster { roles = [a, b] }", "akka.cluster.roles must be absent, as this engine has no such setting, was [[a, b]].")]
    [InlineData("akka.actor.default-dispatcher.throughput = many", "akka.actor.default-dispatcher.throughput must be a whole number, was [many].")]
    [InlineData("akka.actor.my-dispatcher.troughput = 5",
        "akka.actor.my-dispatcher.troughput must be absent, as this engine has no such setting, was [5]. Did you mean akka.actor.my-dispatcher.throughput?")]
    [InlineData("akka.actor.ask-timeout = soon", "akka.actor.ask-timeout must be a length of time such as 500ms, 10s or 1.5 minutes, or infinite, was [soon].")]
    [InlineData("akka.log-dead-letters = some", "akka.log-dead-letters must be a whole number, on or off, was [some].")]
    [InlineData("akka.loggers = mine", "akka.loggers must be a list, was [mine].")]
    [InlineData("akka.scheduler = fast", "akka.scheduler must be a section, was [fast].")]
    [InlineData("akka.coordinated-shutdown.phases.mine.after = [x]",
        "akka.coordinated-shutdown.phases.mine.after must be absent, as this engine has no such setting, was [[x]].")]
    public void Setting_that_the_engine_does_not_have_is_refused_by_name(string setting, string message)
    {
        var error = Assert.Throws<ConfigurationException>(() => ActorSystem.Create("unknown-setting", ConfigurationFactory.ParseString(setting)));
        Assert.Equal(message, error.Message);
    }

    [Fact]
    public void All_mistakes_are_told_at_once()
    {
        var error = Assert.Throws<ConfigurationException>(() => ActorSystem.Create("unknown-setting", "akka { one = 1, two = 2 }"));
        Assert.Contains("akka.one must be absent", error.Message, StringComparison.Ordinal);
        Assert.Contains("akka.two must be absent", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("my-application.anything = 5")]
    [InlineData("akka.actor.my-dispatcher { type = Dispatcher, throughput = 5 }")]
    [InlineData("akka.log-dead-letters = off")]
    [InlineData("akka.coordinated-shutdown.phases { mine { depends-on = [service-stop], timeout = 1s }, service-stop.recover = off }")]
    public async Task Other_settings_are_the_users_own(string setting)
    {
        var system = ActorSystem.Create("known-setting", ConfigurationFactory.ParseString(setting));
        await system.Terminate();
    }

    [Theory]
    [InlineData("my-dispatcher { type = Dispatcher, troughput = 5 }",
        "my-dispatcher.troughput must be absent, as this engine has no such setting, was [5]. Did you mean my-dispatcher.throughput?")]
    [InlineData("", "A dispatcher must be a section of the configuration, was [my-dispatcher].")]
    public async Task Dispatcher_of_ones_own_is_checked_when_it_is_used(string settings, string message)
    {
        var system = ActorSystem.Create("own-dispatcher", ConfigurationFactory.ParseString(settings));
        try
        {
            var error = Assert.ThrowsAny<Exception>(() => system.ActorOf(Props.Create<Idle>().WithDispatcher("my-dispatcher")));
            Assert.Contains(message, error.GetBaseException().Message, StringComparison.Ordinal);
        }
        finally
        {
            await system.Terminate();
        }
    }

    private sealed class Idle : ReceiveActor;
}
