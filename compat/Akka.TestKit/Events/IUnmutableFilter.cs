namespace Akka.TestKit;

/// <summary>Events that are kept out of the log until this is disposed of.</summary>
public interface IUnmutableFilter : IDisposable
{
    /// <summary>Lets the events through again; the same as <see cref="IDisposable.Dispose"/>.</summary>
    void Unmute();
}
