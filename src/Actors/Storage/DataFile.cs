using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Coterie.Protocols.Quorum;
using Microsoft.Data.Sqlite;

namespace Coterie.Actors.Storage;

/// <summary>
/// The database of a data folder. Each row has a sum over its fields, since SQLite itself would not notice a bit that has changed
/// in a value.
/// </summary>
internal sealed class DataFile : IDisposable
{
    /// <summary>Its name in the folder.</summary>
    public const string Name = "coterie.db";

    /// <summary>The format that this program writes, and the only one that it reads.</summary>
    public const int Format = 1;

    private const string FloorKey = "floor";
    private const string MemberKey = "member";
    private const string GroupKey = "group";
    private const string FoundedKey = "founded";

    private const string Schema = """
        BEGIN IMMEDIATE;
        CREATE TABLE IF NOT EXISTS meta (key TEXT PRIMARY KEY, value TEXT NOT NULL, sum INTEGER NOT NULL) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS floor (id INTEGER PRIMARY KEY CHECK (id = 1), floor INTEGER NOT NULL, sum INTEGER NOT NULL);
        CREATE TABLE IF NOT EXISTS names (
            name TEXT PRIMARY KEY, token INTEGER NOT NULL, count INTEGER NOT NULL, recovered INTEGER NOT NULL, payload BLOB,
            sum INTEGER NOT NULL
        ) WITHOUT ROWID;
        PRAGMA user_version = 1;
        COMMIT;
        """;

    private readonly string _folder;
    private readonly SqliteConnection _connection;
    private readonly SqliteCommand _begin;
    private readonly SqliteCommand _commit;
    private SqliteCommand? _putMeta;
    private SqliteCommand? _putFloor;
    private SqliteCommand? _putValue;

    /// <summary>Opens the file.</summary>
    /// <param name="folder">The folder, for errors.</param>
    /// <param name="isReadOnly">Whether nothing will be written. Then the file must be there.</param>
    /// <exception cref="SqliteException">It cannot be opened.</exception>
    public DataFile(string folder, bool isReadOnly = false)
    {
        _folder = folder;
        _connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = Path.Combine(folder, Name),
            Mode = isReadOnly ? SqliteOpenMode.ReadOnly : SqliteOpenMode.ReadWriteCreate,
            Pooling = false,
            DefaultTimeout = 1,
        }.ToString());
        try
        {
            _connection.Open();
            _begin = Command("BEGIN IMMEDIATE");
            _commit = Command("COMMIT");
        }
        catch
        {
            _connection.Dispose();
            throw;
        }
    }

    /// <summary>The format of the file; 0 if it is empty.</summary>
    public long FormatFound
    {
        get
        {
            using var command = Command("PRAGMA user_version");
            return (long)command.ExecuteScalar()!;
        }
    }

    /// <summary>Makes the tables if they are not there. What is committed from now on survives a crash.</summary>
    /// <exception cref="SqliteException">It cannot be done.</exception>
    public void Prepare(int? mostPages)
    {
        Run("PRAGMA journal_mode = WAL");
        Run("PRAGMA synchronous = FULL");
        if (mostPages is { } most)
            Run(string.Create(CultureInfo.InvariantCulture, $"PRAGMA max_page_count = {most}"));
        if (FormatFound == 0)
            Run(Schema);
        _putMeta = Command("INSERT OR REPLACE INTO meta VALUES ($1, $2, $3)", 3);
        _putFloor = Command("INSERT OR REPLACE INTO floor VALUES (1, $1, $2)", 2);
        _putValue = Command("INSERT OR REPLACE INTO names VALUES ($1, $2, $3, $4, $5, $6)", 6);
    }

    /// <summary>Whose it is; null if nobody has used it yet.</summary>
    public FolderOwner? ReadOwner() => ReadMeta(MemberKey) is { } member && ReadMeta(GroupKey) is { } group
        ? new FolderOwner(member, group)
        : null;

    /// <summary>Says whose it is.</summary>
    public void WriteOwner(FolderOwner owner)
    {
        Execute(_begin);
        WriteMeta(MemberKey, owner.Member);
        WriteMeta(GroupKey, owner.Group);
        Execute(_commit);
    }

    /// <summary>The floor, and what belongs to it. The values are left out.</summary>
    public VoterMemory ReadFloor()
    {
        using var command = Command("SELECT floor, sum FROM floor");
        using var rows = command.ExecuteReader();
        long? floor = null;
        if (rows.Read())
        {
            floor = rows.GetInt64(0);
            Verify(Sum(FloorKey, floor.Value, 0, []) == rows.GetInt64(1), FloorKey);
        }
        return new VoterMemory(floor, []) { Founded = ReadMeta(FoundedKey) is { } lives ? new Founded(lives) : null };
    }

    /// <summary>The values, in the order of their names.</summary>
    public IEnumerable<ValueKept> ReadValues()
    {
        using var command = Command("SELECT name, token, count, recovered, payload, sum FROM names ORDER BY name");
        using var rows = command.ExecuteReader();
        while (rows.Read())
        {
            var (name, token, count) = (rows.GetString(0), rows.GetInt64(1), rows.GetInt64(2));
            var isRecovered = rows.GetBoolean(3);
            var bytes = rows.IsDBNull(4) ? null : rows.GetFieldValue<byte[]>(4);
            var isWhole = Sum(name, token, count, bytes, isRecovered) == rows.GetInt64(5);
            Verify(isWhole && bytes?.Length is not > Payload.MostBytes, name);
            var stored = new StampedValue(new ValueStamp(token, count), bytes is null ? null : Payload.Of(bytes));
            yield return new ValueKept(name, stored, isRecovered);
        }
    }

    /// <summary>Removes all values: what was stored before the voter had a floor is no memory.</summary>
    public void Clear() => Run("DELETE FROM names");

    /// <summary>Begins a transaction.</summary>
    /// <param name="isReadOnly">Whether it only reads: then it sees nothing that others write later.</param>
    public void Begin(bool isReadOnly = false)
    {
        if (isReadOnly)
            Run("BEGIN");
        else
            Execute(_begin);
    }

    /// <summary>Ends it: when this returns, what was written in it survives a crash.</summary>
    public void Commit() => Execute(_commit);

    /// <summary>Writes a floor.</summary>
    public void Write(FloorReserved record) => Execute(_putFloor!, record.Floor, Sum(FloorKey, record.Floor, 0, []));

    /// <summary>Writes a value.</summary>
    public void Write(ValueKept record)
    {
        var ((token, count), payload) = (record.Stored.Stamp, record.Stored.Value?.Bytes.ToArray());
        var sum = Sum(record.Name, token, count, payload, record.IsRecovered);
        Execute(_putValue!, record.Name, token, count, record.IsRecovered, payload, sum);
    }

    /// <summary>Writes that the voters began together.</summary>
    public void Write(Founded record) => WriteMeta(FoundedKey, record.Lives);

    /// <summary>What SQLite finds wrong with the file, a line each; empty for nothing.</summary>
    public IEnumerable<string> Faults()
    {
        using var command = Command("PRAGMA integrity_check");
        using var rows = command.ExecuteReader();
        while (rows.Read())
        {
            if (rows.GetString(0) is not "ok" and var fault)
                yield return fault;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _connection.Dispose();

    private string? ReadMeta(string key)
    {
        using var command = Command("SELECT value, sum FROM meta WHERE key = $1", 1);
        command.Parameters[0].Value = key;
        using var rows = command.ExecuteReader();
        if (!rows.Read())
            return null;
        var value = rows.GetString(0);
        Verify(Sum(key, 0, 0, Encoding.UTF8.GetBytes(value)) == rows.GetInt64(1), key);
        return value;
    }

    private void WriteMeta(string key, string value) =>
        Execute(_putMeta!, key, value, Sum(key, 0, 0, Encoding.UTF8.GetBytes(value)));

    private void Verify(bool isWhole, string row)
    {
        if (!isWhole)
            throw DataFolderException.Of(_folder, "as it was written", $"another row [{row}]", isDamaged: true);
    }

    private static void Execute(SqliteCommand command, params ReadOnlySpan<object?> values)
    {
        for (var i = 0; i < values.Length; i++)
            command.Parameters[i].Value = values[i] ?? DBNull.Value;
        command.ExecuteNonQuery();
    }

    // Whoever makes a command disposes of it: a command that is left to the garbage collector keeps the file open for a while
    // after the connection was closed, and then what is in the journal is not moved into the file.
    private void Run(string text)
    {
        using var command = Command(text);
        command.ExecuteNonQuery();
    }

    private SqliteCommand Command(string text, int parameters = 0)
    {
        var command = _connection.CreateCommand();
        command.CommandText = text;
        for (var i = 1; i <= parameters; i++)
            command.Parameters.Add(new SqliteParameter { ParameterName = string.Create(CultureInfo.InvariantCulture, $"${i}") });
        return command;
    }

    // The first 64 bits of SHA-256 over all fields; the lengths keep them apart.
    private static long Sum(string name, long token, long count, ReadOnlySpan<byte> payload, bool isRecovered = false)
    {
        const int Numbers = 3 * sizeof(long);
        var bytes = new byte[Numbers + 1 + Encoding.UTF8.GetByteCount(name) + payload.Length];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, token);
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(sizeof(long)), count);
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(2 * sizeof(long)), payload.Length);
        bytes[Numbers] = isRecovered ? (byte)1 : (byte)0;
        payload.CopyTo(bytes.AsSpan(Numbers + 1));
        Encoding.UTF8.GetBytes(name, bytes.AsSpan(Numbers + 1 + payload.Length));
        return BinaryPrimitives.ReadInt64LittleEndian(SHA256.HashData(bytes));
    }
}
