namespace Coterie.Lab.Exploring;

/// <summary>A list for very many small values, which grows without copying its content.</summary>
internal sealed class ChunkedList<T>
    where T : unmanaged
{
    private const int ChunkBits = 16;
    private const int ChunkSize = 1 << ChunkBits;
    private readonly List<T[]> _chunks = [];

    public long Count { get; private set; }

    public ref T this[long index] => ref _chunks[(int)(index >> ChunkBits)][index & (ChunkSize - 1)];

    public void Add(T value)
    {
        if (Count >> ChunkBits == _chunks.Count)
            _chunks.Add(new T[ChunkSize]);
        this[Count++] = value;
    }
}
