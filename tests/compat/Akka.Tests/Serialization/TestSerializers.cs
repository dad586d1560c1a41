using System.Text;
using Akka.Actor;
using Akka.Configuration;
using Akka.Serialization;

namespace Akka.Tests.Serialization;

public interface IAnimal;

public record Animal(string Name) : IAnimal;

public sealed record Dog(string Name) : Animal(Name);

public interface IToy;

public sealed record ToyDog(string Name) : Animal(Name), IToy;

/// <summary>Writes names in UTF-8; the manifest is a word of its own.</summary>
public class NameSerializer(ExtendedActorSystem system) : SerializerWithStringManifest(system)
{
    public override int Identifier => 901;

    public override string Manifest(object o) => o is Dog ? "D" : "A";

    public override byte[] ToBinary(object obj) => Encoding.UTF8.GetBytes(((Animal)obj).Name);

    public override object FromBinary(byte[] bytes, string manifest) => manifest switch
    {
        "D" => new Dog(Encoding.UTF8.GetString(bytes)),
        "A" => new Animal(Encoding.UTF8.GetString(bytes)),
        _ => throw new ArgumentException($"manifest must be A or D, was [{manifest}]."),
    };
}

/// <summary>Another with the same manifests.</summary>
public sealed class OtherSerializer(ExtendedActorSystem system) : NameSerializer(system)
{
    public override int Identifier => 902;
}

/// <summary>Goes by the type's name; its identifier comes from the configuration, its suffix from its settings.</summary>
public sealed class TypeNameSerializer(ExtendedActorSystem system, Config settings) : Serializer(system)
{
    public override bool IncludeManifest => true;

    public override byte[] ToBinary(object obj) => Encoding.UTF8.GetBytes(((Animal)obj).Name + settings.GetString("suffix"));

    public override object FromBinary(byte[] bytes, Type type) => Activator.CreateInstance(type, Encoding.UTF8.GetString(bytes))!;
}

/// <summary>Cannot be made.</summary>
public sealed class FailingSerializer : NameSerializer
{
    public FailingSerializer(ExtendedActorSystem system) : base(system) => throw new InvalidOperationException("out of ink");
}
