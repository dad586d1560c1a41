using System.IO.MemoryMappedFiles;
using System.Text;
using Coterie.Protocols.Quorum;

namespace Coterie.Network.Tests.Storage;

/// <summary>
/// What the clients of some voters have been told, in a file that the system keeps when the process that writes it is killed: of
/// each name at each voter the latest value that was stored, and the largest floor.
/// </summary>
internal sealed class Acknowledged(string path, int voters, int names) : IDisposable
{
    private const int BitsOfCount = 8;
    private const int BytesOfValue = 100;

    private readonly MemoryMappedFile _file = MemoryMappedFile.CreateFromFile(
        path, FileMode.OpenOrCreate, null, sizeof(long) * (1 + (2L * voters * names)));

    /// <summary>What the name at this place is called.</summary>
    public static string NameOf(int name) => $"name {name}";

    /// <summary>The value that a client stores there and then.</summary>
    public static Payload ValueOf(int voter, int name, ValueStamp stamp) =>
        Payload.Of(Encoding.UTF8.GetBytes($"voter {voter}, {NameOf(name)}, {stamp}".PadRight(BytesOfValue)));

    /// <summary>Looks at one name at one voter.</summary>
    public View Of(int voter, int name) => new(_file, sizeof(long) * (1 + (2 * (((long)voter * names) + name))));

    public void Dispose() => _file.Dispose();

    /// <summary>Two numbers, each written at once: a process that is killed leaves the old or the new one.</summary>
    internal sealed class View(MemoryMappedFile file, long offset)
    {
        private readonly MemoryMappedViewAccessor _numbers = file.CreateViewAccessor(offset, 2 * sizeof(long));

        /// <summary>The latest stamp.</summary>
        public ValueStamp Stamp
        {
            get => new(_numbers.ReadInt64(0) >> BitsOfCount, _numbers.ReadInt64(0) & ((1 << BitsOfCount) - 1));
            set => _numbers.Write(0, (value.Token << BitsOfCount) | value.Count);
        }

        /// <summary>The largest floor; -1 for none.</summary>
        public long Floor
        {
            get => _numbers.ReadInt64(sizeof(long)) - 1;
            set => _numbers.Write(sizeof(long), value + 1);
        }
    }
}
