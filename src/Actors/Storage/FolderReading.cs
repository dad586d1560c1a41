using Coterie.Protocols.Quorum;
using Microsoft.Data.Sqlite;

namespace Coterie.Actors.Storage;

/// <summary>Reads a data folder, also while a member has it open: then it reads what was stored when it was opened.</summary>
internal sealed class FolderReading : IDisposable
{
    private readonly string _folder;
    private readonly DataFile _file;

    private FolderReading(string folder, DataFile file, FolderOwner? owner, VoterMemory floor)
    {
        (_folder, _file, Owner, Floor) = (folder, file, owner, floor.Floor);
    }

    /// <summary>Whose data it has; null if no member has used it.</summary>
    public FolderOwner? Owner { get; }

    /// <summary>The floor of every name; null if the voter has never voted.</summary>
    public long? Floor { get; }

    /// <summary>Opens a folder.</summary>
    /// <exception cref="DataFolderException">It is no data folder, or cannot be read.</exception>
    public static FolderReading Open(string folder)
    {
        if (!File.Exists(Path.Combine(folder, DataFile.Name)))
            throw DataFolderException.Of(folder, $"a folder in which {DataFile.Name} is", "one without it");
        DataFile? file = null;
        try
        {
            file = new DataFile(folder, isReadOnly: true);
            file.Begin(isReadOnly: true);
            if (file.FormatFound is not DataFile.Format and var format)
                throw DataFolderException.Of(folder, $"of format {DataFile.Format}", $"of format {format}");
            return new FolderReading(folder, file, file.ReadOwner(), file.ReadFloor());
        }
        catch (Exception failure)
        {
            file?.Dispose();
            if (failure is SqliteException refused)
                throw DataFolder.Explain(folder, refused);
            throw;
        }
    }

    /// <summary>All values, in the order of their names.</summary>
    /// <exception cref="DataFolderException">A value is not as it was written.</exception>
    public IEnumerable<ValueKept> Values() => Guard(_file.ReadValues());

    /// <summary>What is wrong with the file, a line each; empty for nothing.</summary>
    /// <exception cref="DataFolderException">It cannot be read.</exception>
    public IReadOnlyList<string> Faults() => [.. Guard(_file.Faults())];

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    private IEnumerable<T> Guard<T>(IEnumerable<T> rows)
    {
        using var row = rows.GetEnumerator();
        while (Moves())
            yield return row.Current;

        bool Moves()
        {
            try
            {
                return row.MoveNext();
            }
            catch (SqliteException failure)
            {
                throw DataFolder.Explain(_folder, failure);
            }
        }
    }
}
