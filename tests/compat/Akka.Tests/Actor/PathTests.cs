using Akka.Actor;

namespace Akka.Tests.Actor;

public class PathTests : EngineTest
{
    [Theory]
    [InlineData("akka://sys/user/a", "akka", "sys", null, null, "user/a", 0)]
    [InlineData("akka://sys/user/a#123", "akka", "sys", null, null, "user/a", 123)]
    [InlineData("akka.tcp://sys@host:4711/user/a/b", "akka.tcp", "sys", "host", 4711, "user/a/b", 0)]
    [InlineData("akka://sys/", "akka", "sys", null, null, "", 0)]
    public void A_path_is_read(string text, string protocol, string system, string? host, int? port, string elements, long uid)
    {
        Assert.True(ActorPath.TryParse(text, out var path));
        Assert.Equal(new Address(protocol, system, host, port), path.Address);
        Assert.Equal(elements, string.Join('/', path.Elements));
        Assert.Equal(uid, path.Uid);
        Assert.Equal(text, path.ToSerializationFormat());
    }

    [Theory]
    [InlineData("")]
    [InlineData("/user/a")]
    [InlineData("http://sys/user/a")]
    public void What_is_no_path_is_refused(string text)
    {
        Assert.False(ActorPath.TryParse(text, out _));
        Assert.Throws<UriFormatException>(() => ActorPath.Parse(text));
    }

    [Fact]
    public void Paths_are_equal_by_place_and_refs_by_place_and_uid()
    {
        var path = ActorPath.Parse("akka://sys/user/a");
        Assert.Equal(path, path.WithUid(7));
        Assert.Equal(path.GetHashCode(), path.WithUid(7).GetHashCode());
        Assert.NotEqual(path, path / "b");
        Assert.Equal(path / "b" / "c", path / new[] { "b", "c" });
        Assert.Equal(path, (path / "b").Parent);
    }

    [Fact]
    public void A_path_says_where_it_is()
    {
        var path = ActorPath.Parse("akka://sys/user/a/b#9");
        Assert.Equal("b", path.Name);
        Assert.Equal("/user/a/b", path.ToStringWithoutAddress());
        Assert.Equal("akka://sys/user/a/b", path.ToString());
        Assert.Equal("akka.tcp://sys@host:1/user/a/b#9", path.ToSerializationFormatWithAddress(new Address("akka.tcp", "sys", "host", 1)));
        Assert.Equal("akka://sys/", path.Root.ToString());
    }

    [Theory]
    [InlineData("akka://sys", "akka", "sys", null, null)]
    [InlineData("akka.tcp://sys@127.0.0.1:80", "akka.tcp", "sys", "127.0.0.1", 80)]
    public void An_address_is_read(string text, string protocol, string system, string? host, int? port)
    {
        var address = Address.Parse(text);
        Assert.Equal((protocol, system, host, port), (address.Protocol, address.System, address.Host, address.Port));
        Assert.Equal(text, address.ToString());
        Assert.Equal(host is not null, address.HasGlobalScope);
    }

    [Theory]
    [InlineData("a", true)]
    [InlineData("a-_.*$+:@&=,!~';()b", true)]
    [InlineData("%20", true)]
    [InlineData("%2", false)]
    [InlineData("", false)]
    [InlineData("$a", false)]
    [InlineData("a/b", false)]
    public void A_name_is_checked(string name, bool valid) => Assert.Equal(valid, ActorPath.IsValidPathElement(name));

    [Fact]
    public void An_actors_path_is_its_place_in_the_tree()
    {
        var actor = Sys.ActorOf(Props.Empty, "a");
        Assert.Equal("akka://test/user/a", actor.Path.ToString());
        Assert.Equal($"[akka://test/user/a#{actor.Path.Uid}]", actor.ToString());
    }
}
