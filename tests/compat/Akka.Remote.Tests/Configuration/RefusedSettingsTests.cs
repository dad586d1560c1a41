using Akka.Actor;
using Akka.Configuration;

namespace Akka.Remote.Tests.Configuration;

/// <summary>What is configured and is not there, or is wrong, stops the start with a sentence that names it.</summary>
public sealed class RefusedSettingsTests : RemoteTest
{
    [Theory]
    [InlineData("dot-netty.tcp.enable-ssl = on", "akka.remote.dot-netty.tcp.enable-ssl must be false, the only value that this engine has, was [on].")]
    [InlineData("dot-netty.tcp.byte-order = big-endian", "akka.remote.dot-netty.tcp.byte-order must be little-endian, the only value that this engine has, was [big-endian].")]
    [InlineData("enabled-transports = [a]", "akka.remote.enabled-transports must be")]
    [InlineData("helios.tcp.port = 1", "akka.remote.helios.tcp.port must be absent, as this engine has no such setting, was [1].")]
    [InlineData("dot-netty.tcp.ports = 1", "akka.remote.dot-netty.tcp.ports must be absent, as this engine has no such setting, was [1]. Did you mean akka.remote.dot-netty.tcp.port?")]
    [InlineData("dot-netty.tcp.port = 70000", "akka.remote.dot-netty.tcp.port must be from 0 to 65535, was [70000].")]
    [InlineData("dot-netty.tcp.maximum-frame-size = 100b", "akka.remote.dot-netty.tcp.maximum-frame-size must be from 32000b to 2147483647b, was [100b].")]
    [InlineData("transport-failure-detector.implementation-class = x", "akka.remote.transport-failure-detector.implementation-class must be Akka.Remote.DeadlineFailureDetector, Akka.Remote, the only")]
    [InlineData("watch-failure-detector.threshold = -1", "akka.remote.watch-failure-detector")]
    [InlineData("resend-interval = 0s", "akka.remote.resend-interval must be longer than 0, was [0s].")]
    [InlineData("log-remote-lifecycle-events = sometimes", "akka.remote.log-remote-lifecycle-events must be")]
    public void Is_refused(string setting, string sentence)
    {
        var refused = Assert.Throws<ConfigurationException>(() => StartSystem(config: $"akka.remote {{ {setting} }}"));

        Assert.StartsWith(sentence, refused.Message);
    }

    [Theory]
    [InlineData("dot-netty.tcp.enable-ssl = off")]
    [InlineData("dot-netty.tcp.batching.enabled = on")]
    [InlineData("command-ack-timeout = 30000ms")]
    public void What_is_there_at_one_value_only_may_be_set_to_it(string setting) => StartSystem(config: $"akka.remote {{ {setting} }}");

    [Fact]
    public void Mistakes_under_akka_remote_are_found_without_remoting_too() => Assert.Throws<ConfigurationException>(() =>
        ActorSystem.Create("local", ConfigurationFactory.ParseString("akka.remote.dot-netty.tcp.prot = 1")));

    [Fact]
    public void A_port_that_is_taken_is_refused_with_the_reason()
    {
        var port = AddressOf(StartSystem()).Port!.Value;

        var refused = Assert.Throws<RemoteTransportException>(() => StartSystem(port: port));

        Assert.StartsWith($"akka.remote.dot-netty.tcp.hostname and port must be an address of this machine and a free port, was [127.0.0.1:{port}]", refused.Message);
        Assert.IsType<System.Net.Sockets.SocketException>(refused.InnerException);
    }

    [Fact]
    public void The_public_address_is_what_others_are_told()
    {
        var system = StartSystem(config: "akka.remote.dot-netty.tcp { public-hostname = node.example, public-port = 4711 }");

        Assert.Equal(new Address("akka.tcp", "test", "node.example", 4711), AddressOf(system));
    }
}
