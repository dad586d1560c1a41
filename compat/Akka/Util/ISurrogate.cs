using Akka.Actor;

namespace Akka.Util;

/// <summary>The form in which an <see cref="ISurrogated"/> travels: plain data.</summary>
public interface ISurrogate
{
    /// <summary>Turns the data back into what it stands for in <paramref name="system"/>.</summary>
    ISurrogated FromSurrogate(ActorSystem system);
}

/// <summary>Something bound to its actor system, which a serializer replaces by plain data.</summary>
public interface ISurrogated
{
    /// <summary>The plain data that stands for this object outside <paramref name="system"/>.</summary>
    ISurrogate ToSurrogate(ActorSystem system);
}
