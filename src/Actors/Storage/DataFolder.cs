using Coterie.Protocols.Kernel;
using Coterie.Protocols.Quorum;
using Microsoft.Data.Sqlite;

namespace Coterie.Actors.Storage;

/// <summary>
/// The folder in which a member stores what its voter must not forget. One process has it open at a time; others may read it
/// meanwhile (see <see cref="FolderReading"/>). Not safe for several threads.
/// </summary>
internal sealed class DataFolder : IDisposable
{
    private const string LockName = "coterie.lock";
    private const string Writable = "a folder that can be written to";

    private readonly string _folder;
    private readonly FileStream _lock;
    private readonly DataFile _file;

    private DataFolder(string folder, FileStream locked, DataFile file, VoterMemory memory)
    {
        (_folder, _lock, _file, Memory) = (folder, locked, file, memory);
    }

    /// <summary>What was stored in earlier lives.</summary>
    public VoterMemory Memory { get; private set; }

    /// <summary>Opens the folder; makes it if it is not there.</summary>
    /// <param name="folder">Its path.</param>
    /// <param name="owner">Whose data it has, or will have if it is empty.</param>
    /// <param name="mostPages">How large the database may become, in pages of 4 KiB; null: as large as the disk allows.</param>
    /// <exception cref="DataFolderException">It cannot be used.</exception>
    public static DataFolder Open(string folder, FolderOwner owner, int? mostPages = null)
    {
        var locked = Lock(folder);
        DataFile? file = null;
        try
        {
            file = new DataFile(folder);
            return new DataFolder(folder, locked, file, Prepare(folder, file, owner, mostPages));
        }
        catch (Exception failure)
        {
            file?.Dispose();
            locked.Dispose();
            if (failure is SqliteException refused)
                throw Explain(folder, refused);
            throw;
        }
    }

    /// <summary>Stores records, all or none. When it returns, they survive a crash.</summary>
    /// <exception cref="DataFolderException">
    /// It could not be done. Nobody knows whether they are stored; the folder must be closed.
    /// </exception>
    public void Write(IEnumerable<IRecord> records)
    {
        try
        {
            _file.Begin();
            foreach (var record in records)
            {
                switch (record)
                {
                    case FloorReserved floor: _file.Write(floor); break;
                    case ValueKept value: _file.Write(value); break;
                    case Founded founded: _file.Write(founded); break;
                    default: throw new NotSupportedException($"A data folder must get records of a voter, got [{record}].");
                }
            }
            _file.Commit();
        }
        catch (SqliteException failure)
        {
            throw Explain(_folder, failure);
        }
    }

    /// <summary>Forgets <see cref="Memory"/>, once the voter has it.</summary>
    public void DropMemory() => Memory = VoterMemory.Empty;

    /// <inheritdoc/>
    public void Dispose()
    {
        _file.Dispose();
        _lock.Dispose();
    }

    /// <summary>An error of the database in a sentence.</summary>
    public static DataFolderException Explain(string folder, SqliteException failure)
    {
        var why = $"{Reason(failure.Message)}, code {failure.SqliteExtendedErrorCode}";
        return failure.SqliteErrorCode switch
        {
            11 or 26 => DataFolderException.Of(folder, "as it was written", why, failure, isDamaged: true),
            5 or 6 => DataFolderException.Of(folder, "left alone by other programs", why, failure),
            13 => DataFolderException.Of(folder, "on a disk with room", why, failure),
            8 or 14 => DataFolderException.Of(folder, Writable, why, failure),
            _ => DataFolderException.Of(folder, "on a disk that works", why, failure),
        };
    }

    private static VoterMemory Prepare(string folder, DataFile file, FolderOwner owner, int? mostPages)
    {
        if (file.FormatFound is > DataFile.Format and var format)
            throw DataFolderException.Of(folder, $"of format {DataFile.Format}", $"of format {format}, of a later version");
        file.Prepare(mostPages);
        var found = file.ReadOwner();
        if (found is null)
            file.WriteOwner(owner);
        else if (found.Member != owner.Member)
            throw DataFolderException.Of(folder, $"that of member {owner.Member}", $"that of member {found.Member}");
        else if (found.Group != owner.Group)
            throw DataFolderException.Of(folder, $"that of the group {owner.Group}", found.Group);
        var memory = file.ReadFloor();
        if (!memory.IsEmpty)
            return memory with { Values = [.. file.ReadValues()] };
        file.Clear();
        return VoterMemory.Empty;
    }

    // SQLite would let several processes write in turn.
    private static FileStream Lock(string folder)
    {
        var path = Path.Combine(folder, LockName);
        try
        {
            Directory.CreateDirectory(folder);
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw IsInUse(failure, path)
                ? DataFolderException.Of(folder, "open in one process at a time", "open in another one", failure)
                : DataFolderException.Of(folder, Writable, failure.Message.TrimEnd('.'), failure);
        }
    }

    // Whoever has the lock has the file open; then a file that is there cannot be had.
    private static bool IsInUse(Exception failure, string path) =>
        failure is IOException and not DirectoryNotFoundException and not FileNotFoundException and not PathTooLongException
        && File.Exists(path);

    // SQLite Error 11: 'database disk image is malformed'.
    private static string Reason(string message) =>
        message.Split('\'') is [_, var reason, _] ? reason : message.TrimEnd('.');
}
