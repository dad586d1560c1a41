namespace Akka.Remote.Transport;

/// <summary>
/// The handshakes that strangers have begun. There is room for so many only; where it is full, the oldest goes: whoever means to talk is
/// done in a moment, and whoever opens connections and is silent keeps nobody out.
/// </summary>
internal sealed class Handshakes(int most)
{
    private readonly LinkedList<Handshake> _byAge = [];

    public void Add(Handshake handshake)
    {
        Handshake? oldest = null;
        lock (_byAge)
        {
            if (_byAge.Count >= most)
            {
                oldest = _byAge.First!.Value;
                _byAge.RemoveFirst();
            }
            _byAge.AddLast(handshake);
        }
        oldest?.Close(new IOException("Too many handshakes were under way."));
    }

    public void Remove(Handshake handshake)
    {
        lock (_byAge) _byAge.Remove(handshake);
    }

    public void CloseAll()
    {
        Handshake[] all;
        lock (_byAge) all = [.. _byAge];
        foreach (var each in all) each.Close(new IOException("This system shuts down."));
    }
}
