using System.Runtime.Serialization;
using Akka.Actor;
using Akka.Configuration;
using Akka.Serialization;
using AkkaSerialization = Akka.Serialization.Serialization;

namespace Akka.Tests.Serialization;

/// <summary>Which serializer serves which message, and what a configuration may say of it.</summary>
public sealed class SerializationTests : IAsyncLifetime
{
    private const string Names = "\"Akka.Tests.Serialization.NameSerializer, Akka.Tests\"";
    private const string Others = "\"Akka.Tests.Serialization.OtherSerializer, Akka.Tests\"";
    private const string ByType = "\"Akka.Tests.Serialization.TypeNameSerializer, Akka.Tests\"";

    private readonly List<ActorSystem> _systems = [];

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        foreach (var system in _systems) await system.Terminate();
    }

    [Fact]
    public void A_message_comes_back_through_the_serializer_of_its_binding()
    {
        var serialization = Start($$"""serializers.names = {{Names}}, serialization-bindings { "Akka.Tests.Serialization.Animal, Akka.Tests" = names }""");
        var dog = new Dog("Rex");

        var bytes = serialization.Serialize(dog);
        var serializer = serialization.FindSerializerFor(dog);

        Assert.Equal("Rex"u8.ToArray(), bytes);
        Assert.Equal("D", AkkaSerialization.ManifestFor(serializer, dog));
        Assert.Equal(dog, serialization.Deserialize(bytes, serializer.Identifier, "D"));
    }

    [Fact]
    public void The_most_specific_binding_counts()
    {
        var serialization = Start(
            $$"""
            serializers { names = {{Names}}, others = {{Others}} }
            serialization-bindings { "Akka.Tests.Serialization.IAnimal, Akka.Tests" = names, "Akka.Tests.Serialization.Dog, Akka.Tests" = others }
            """);

        Assert.Equal(902, serialization.FindSerializerForType(typeof(Dog)).Identifier);
        Assert.Equal(901, serialization.FindSerializerForType(typeof(Animal)).Identifier);
    }

    [Fact]
    public void A_message_of_two_bindings_that_are_equally_near_is_refused()
    {
        var serialization = Start(
            $$"""
            serializers { names = {{Names}}, others = {{Others}} }
            serialization-bindings { "Akka.Tests.Serialization.IAnimal, Akka.Tests" = names, "Akka.Tests.Serialization.IToy, Akka.Tests" = others }
            """);

        var refused = Assert.Throws<SerializationException>(() => serialization.FindSerializerFor(new ToyDog("Rex")));

        Assert.StartsWith("Message of type [Akka.Tests.Serialization.ToyDog] must be bound to one serializer, was bound to several through [", refused.Message);
    }

    [Fact]
    public void Nothing_is_bound_to_every_object()
    {
        var serialization = Start("");

        var refused = Assert.Throws<SerializationException>(() => serialization.Serialize(new Dog("Rex")));

        Assert.Equal(
            "Message of type [Akka.Tests.Serialization.Dog] must be bound to a serializer, was not: add \"Akka.Tests.Serialization.Dog, Akka.Tests\" = <name> to akka.actor.serialization-bindings, with a serializer of akka.actor.serializers.",
            refused.Message);
    }

    [Fact]
    public void A_default_serializer_stands_in_where_no_binding_fits()
    {
        var serialization = Start($"serializers.names = {Names}");

        Assert.Equal(901, serialization.FindSerializerFor(new Dog("Rex"), "names").Identifier);
        Assert.Equal(4, serialization.FindSerializerFor(new byte[1], "names").Identifier);
    }

    [Fact]
    public void Bytes_and_null_need_no_binding()
    {
        var serialization = Start("");
        byte[] bytes = [1, 2];

        Assert.Equal(bytes, serialization.Deserialize(serialization.Serialize(bytes), 4, ""));
        Assert.Null(serialization.Deserialize(serialization.Serialize(null!), 0, ""));
    }

    [Fact]
    public void A_binding_may_be_added_while_the_system_runs()
    {
        var serialization = Start($"serializers.names = {Names}");
        Assert.Throws<SerializationException>(() => serialization.FindSerializerFor(new Dog("Rex")));

        serialization.AddSerializationMap(typeof(Dog), serialization.FindSerializerFor(new Dog("Rex"), "names"));

        Assert.Equal(901, serialization.FindSerializerFor(new Dog("Rex")).Identifier);
    }

    [Fact]
    public void The_name_of_a_type_is_looked_for_among_the_bound_types_only()
    {
        var serialization = Start(
            $$"""
            serializers.typed = {{ByType}}
            serialization-bindings { "Akka.Tests.Serialization.Animal, Akka.Tests" = typed }
            serialization-identifiers { {{ByType}} = 950 }
            serialization-settings.typed.suffix = "!"
            """);

        Assert.Equal(new Animal("Rex!"), serialization.Deserialize(serialization.Serialize(new Animal("Rex")), 950, "Akka.Tests.Serialization.Animal, Akka.Tests"));
        var refused = Assert.Throws<SerializationException>(() => serialization.Deserialize("Rex"u8.ToArray(), 950, "Akka.Tests.Serialization.Dog, Akka.Tests"));
        Assert.Equal("Manifest for serializer 950 must name a type that is bound to it, was [Akka.Tests.Serialization.Dog, Akka.Tests].", refused.Message);
    }

    [Fact]
    public void Bytes_of_an_unknown_serializer_are_refused()
    {
        var refused = Assert.Throws<SerializationException>(() => Start("").Deserialize([], 77, "x"));

        Assert.Equal("Serializer identifier must be that of a serializer in akka.actor.serializers, was [77].", refused.Message);
    }

    [Theory]
    [InlineData("serializers.x = \"No.Such, Akka.Tests\"", "akka.actor.serializers.x must be the name of a Serializer's type that exists here")]
    [InlineData("serializers.json = \"Akka.Serialization.NewtonSoftJsonSerializer, Akka\"", "was [Akka.Serialization.NewtonSoftJsonSerializer, Akka].")]
    [InlineData("serializers.x = System.String", "akka.actor.serializers.x must be the name of a Serializer's type that exists here")]
    [InlineData("serializers.x = \"Akka.Tests.Serialization.FailingSerializer, Akka.Tests\"", "akka.actor.serializers.x must be a serializer that can be made, was [Akka.Tests.Serialization.FailingSerializer, Akka.Tests]: out of ink")]
    [InlineData("serializers { a = " + Names + ", b = " + Names + " }", "Identifier of [Akka.Tests.Serialization.NameSerializer] must be its own, was [901]")]
    [InlineData("serializers.x = " + ByType, "akka.actor.serialization-identifiers must name the type of every serializer without an Identifier of its own, was without [Akka.Tests.Serialization.TypeNameSerializer, Akka.Tests].")]
    [InlineData("serialization-bindings { \"No.Such, Akka.Tests\" = bytes }", "akka.actor.serialization-bindings must bind types that exist, was [No.Such, Akka.Tests].")]
    [InlineData("serialization-bindings { \"System.String\" = nobody }", "akka.actor.serialization-bindings.\"System.String\" must be the name of a serializer in akka.actor.serializers, was [nobody].")]
    [InlineData("serialization-identifiers { x = many }", "must be a whole number, was [many].")]
    public void A_mistake_stops_the_start_and_is_named(string config, string text)
    {
        var refused = Assert.Throws<ConfigurationException>(() => Start(config));

        Assert.Contains(text, refused.Message);
    }

    [Fact]
    public void A_ref_is_written_with_the_address_of_the_transport_and_with_its_uid()
    {
        var serialization = Start("");
        var actor = serialization.System.ActorOf(Props.Create(() => new Silent()), "a");
        var address = new Address("akka.tcp", "test", "127.0.0.1", 4053);

        var outside = AkkaSerialization.SerializedActorPath(actor);
        var inside = AkkaSerialization.WithTransport(serialization.System, address, () => AkkaSerialization.SerializedActorPath(actor));

        Assert.Equal($"akka://test/user/a#{actor.Path.Uid}", outside);
        Assert.Equal($"akka.tcp://test@127.0.0.1:4053/user/a#{actor.Path.Uid}", inside);
        Assert.Same(actor, serialization.DeserializeActorRef(outside));
    }

    [Fact]
    public void The_transport_is_known_inside_of_its_scope_only()
    {
        var system = Start("").System;
        var address = new Address("akka.tcp", "test", "127.0.0.1", 4053);

        Assert.Throws<InvalidOperationException>(AkkaSerialization.GetCurrentTransportInformation);
        Assert.Equal(new Information(address, system), AkkaSerialization.WithTransport(system, address, AkkaSerialization.GetCurrentTransportInformation));
        Assert.Throws<InvalidOperationException>(AkkaSerialization.GetCurrentTransportInformation);
    }

    private AkkaSerialization Start(string config)
    {
        var system = ActorSystem.Create("test", ConfigurationFactory.ParseString($$"""akka { loglevel = OFF, stdout-loglevel = OFF, actor { {{config}} } }"""));
        _systems.Add(system);
        return system.Serialization;
    }

    private sealed class Silent : UntypedActor
    {
        protected override void OnReceive(object message) { }
    }
}
