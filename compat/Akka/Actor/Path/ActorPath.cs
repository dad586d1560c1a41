using System.Text;
using Akka.Util;

namespace Akka.Actor;

/// <summary>
/// The place of an actor in its system's tree, like <c>akka://system/user/parent/child</c>. Two paths are equal when they
/// name the same place; <see cref="Uid"/> tells the actors that lived there one after the other apart.
/// </summary>
public abstract partial class ActorPath : IEquatable<ActorPath>, IComparable<ActorPath>, ISurrogated
{
    private int _hash;
    private string? _text;

    /// <summary>A root.</summary>
    protected ActorPath(Address address, string name)
    {
        Address = address;
        Name = name;
    }

    /// <summary>A child.</summary>
    protected ActorPath(ActorPath parentPath, string name, long uid)
    {
        Address = parentPath.Address;
        Name = name;
        Uid = uid;
        Depth = parentPath.Depth + 1;
    }

    /// <summary>The address of the system.</summary>
    public Address Address { get; }

    /// <summary>The last element.</summary>
    public string Name { get; }

    /// <summary>Which of the actors of this path; 0 means whichever.</summary>
    public long Uid { get; }

    /// <summary>The number of elements below the root.</summary>
    public int Depth { get; }

    /// <summary>The path above; the root's is itself.</summary>
    public abstract ActorPath Parent { get; }

    /// <summary>The root.</summary>
    public ActorPath Root => ParentOf(0);

    /// <summary>The elements from the root down, for example <c>user</c>, <c>parent</c>, <c>child</c>.</summary>
    public IReadOnlyList<string> Elements
    {
        get
        {
            var elements = new string[Depth];
            var path = this;
            for (var i = Depth - 1; i >= 0; i--, path = path.Parent) elements[i] = path.Name;
            return elements;
        }
    }

    /// <summary>A path below this one.</summary>
    public static ActorPath operator /(ActorPath path, string name)
    {
        var (plain, uid) = SplitUid(name);
        return new ChildActorPath(path, plain, uid);
    }

    /// <summary>A path several elements below this one.</summary>
    public static ActorPath operator /(ActorPath path, IEnumerable<string> name) =>
        name.Where(element => element.Length > 0).Aggregate(path, (above, element) => above / element);

    /// <summary>The same place.</summary>
    public static bool operator ==(ActorPath? left, ActorPath? right) => left is null ? right is null : left.Equals(right);

    /// <summary>Different places.</summary>
    public static bool operator !=(ActorPath? left, ActorPath? right) => !(left == right);

    /// <summary>The elements as text: <c>/user/parent</c>.</summary>
    public static string FormatPathElements(IEnumerable<string> pathElements) => "/" + string.Join('/', pathElements);

    /// <summary>A path below this one.</summary>
    public ActorPath Child(string childName) => this / childName;

    /// <summary>The path <paramref name="depth"/> elements below the root, or for a negative one that many above this.</summary>
    public ActorPath ParentOf(int depth)
    {
        var path = this;
        for (var steps = depth >= 0 ? Depth - depth : -depth; steps > 0; steps--) path = path.Parent;
        return path;
    }

    /// <summary>The same place, another uid.</summary>
    public abstract ActorPath WithUid(long uid);

    /// <inheritdoc/>
    public bool Equals(ActorPath? other)
    {
        if (ReferenceEquals(this, other)) return true;
        if (other is null || Depth != other.Depth || !Address.Equals(other.Address)) return false;
        ActorPath a = this, b = other;
        for (; a.Depth > 0; a = a.Parent, b = b.Parent)
        {
            if (ReferenceEquals(a, b)) return true;
            if (a.Name != b.Name) return false;
        }
        return a.Name == b.Name;
    }

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as ActorPath);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        if (_hash != 0) return _hash;
        var hash = Depth == 0 ? Address.GetHashCode() : HashCode.Combine(Parent.GetHashCode(), Name);
        return _hash = hash == 0 ? 1 : hash;
    }

    /// <inheritdoc/>
    public int CompareTo(ActorPath? other) => other is null ? 1 : string.CompareOrdinal(ToString(), other.ToString());

    /// <summary>With address, without uid.</summary>
    public override string ToString() => _text ??= Join(Address);

    /// <summary>With address, without uid.</summary>
    public string ToStringWithAddress() => ToString();

    /// <summary>With an address where the own one is local.</summary>
    public string ToStringWithAddress(Address address) => Address.HasGlobalScope ? ToString() : Join(address);

    /// <summary>Only the elements.</summary>
    public string ToStringWithoutAddress() => Join(null);

    /// <summary>With address and uid.</summary>
    public string ToStringWithUid() => ToSerializationFormat();

    /// <summary>With address and uid.</summary>
    public string ToSerializationFormat() => WithUidText(ToString());

    /// <summary>With uid, and with an address where the own one is local.</summary>
    public string ToSerializationFormatWithAddress(Address address) => WithUidText(ToStringWithAddress(address));

    /// <inheritdoc/>
    public ISurrogate ToSurrogate(ActorSystem system) => new Surrogate(ToSerializationFormat());

    internal static (string Name, long Uid) SplitUid(string name)
    {
        var hash = name.IndexOf('#');
        return hash >= 0 && long.TryParse(name.AsSpan(hash + 1), out var uid) ? (name[..hash], uid) : (name, 0);
    }

    private string WithUidText(string text) => Uid == 0 ? text : $"{text}#{Uid}";

    private string Join(Address? address)
    {
        var text = new StringBuilder(address?.ToString());
        if (Depth == 0) text.Append('/');
        foreach (var element in Elements) text.Append('/').Append(element);
        return text.ToString();
    }

    /// <summary>A path as plain data.</summary>
    public sealed class Surrogate(string path) : ISurrogate, IEquatable<Surrogate>, IEquatable<ActorPath>
    {
        /// <summary>The path as text, with uid.</summary>
        public string Path { get; } = path;

        /// <inheritdoc/>
        public ISurrogated FromSurrogate(ActorSystem system) => Parse(Path);

        /// <inheritdoc/>
        public bool Equals(Surrogate? other) => other is not null && Path == other.Path;

        /// <inheritdoc/>
        public bool Equals(ActorPath? other) => other is not null && Path == other.ToSerializationFormat();

        /// <inheritdoc/>
        public override bool Equals(object? obj) => obj is ActorPath path ? Equals(path) : Equals(obj as Surrogate);

        /// <inheritdoc/>
        public override int GetHashCode() => Path.GetHashCode();
    }
}

/// <summary>The top of a system's tree.</summary>
public sealed class RootActorPath : ActorPath
{
    /// <summary>Of the system at <paramref name="address"/>.</summary>
    public RootActorPath(Address address, string name = "") : base(address, name) { }

    /// <summary>Itself.</summary>
    public override ActorPath Parent => this;

    /// <summary>A root has no uid.</summary>
    public override ActorPath WithUid(long uid) => uid == 0
        ? this
        : throw new NotSupportedException("RootActorPath must have undefined uid");
}

/// <summary>A place below a root.</summary>
public sealed class ChildActorPath : ActorPath
{
    /// <summary>Below <paramref name="parentPath"/>.</summary>
    public ChildActorPath(ActorPath parentPath, string name, long uid) : base(parentPath, name, uid) => Parent = parentPath;

    /// <inheritdoc/>
    public override ActorPath Parent { get; }

    /// <inheritdoc/>
    public override ActorPath WithUid(long uid) => uid == Uid ? this : new ChildActorPath(Parent, Name, uid);
}
