using Coterie.Actors.Storage;
using Coterie.Protocols.Kernel;
using Coterie.Protocols.Quorum;
using Coterie.Tests.Support;
using Microsoft.Data.Sqlite;

namespace Coterie.Tests.Storage;

/// <summary>The folder of a member: what comes back, and which folders are refused.</summary>
public sealed class DataFolderTests : IDisposable
{
    private static readonly FolderOwner Owner = new("10.0.0.1:4053", "10.0.0.1:4053, with a lease of 10 s");
    private static readonly ValueKept Value = new("a\0é", new(new(7, 2), Payload.Of([1, 2, 3])));

    private readonly DirectoryInfo _temporary = Directory.CreateTempSubdirectory("coterie-data-");

    private string Folder => Path.Combine(_temporary.FullName, "new", "folder");

    private string File => Path.Combine(Folder, DataFile.Name);

    public void Dispose() => _temporary.Delete(recursive: true);

    [Fact]
    public void What_was_written_comes_back_the_last_one_of_each_name()
    {
        var deleted = new ValueKept("b", new(new(8, 1), null), IsRecovered: true);
        Write(new FloorReserved(1024), new Founded("0,5,6"), Value, new ValueKept("b", new(new(7, 1), Payload.Of([]))));
        Write(new FloorReserved(2048), deleted);
        using var folder = DataFolder.Open(Folder, Owner);
        Assert.Equal((2048, new Founded("0,5,6")), (folder.Memory.Floor, folder.Memory.Founded));
        Assert.Equal([Value, deleted], folder.Memory.Values);
    }

    [Fact]
    public void A_new_folder_has_no_memory_and_values_without_a_floor_are_none()
    {
        using (var folder = DataFolder.Open(Folder, Owner))
            Assert.True(folder.Memory.IsEmpty);
        Write(Value);
        Write(new FloorReserved(1024));
        using var later = DataFolder.Open(Folder, Owner);
        Assert.Equal((1024, 0), (later.Memory.Floor, later.Memory.Values.Count));
    }

    [Fact]
    public void The_folder_of_another_member_or_group_is_refused_by_a_sentence_that_names_both()
    {
        Write(Value);
        AssertRefused(
            Owner with { Member = "10.0.0.2:4053" }, "must be that of member 10.0.0.2:4053, was [that of member 10.0.0.1:4053].");
        AssertRefused(
            Owner with { Group = "10.0.0.1:4053, with a lease of 20 s" },
            "must be that of the group 10.0.0.1:4053, with a lease of 20 s, was [10.0.0.1:4053, with a lease of 10 s].");
    }

    [Fact]
    public void A_folder_that_is_open_is_refused_until_it_is_closed_and_can_be_read_meanwhile()
    {
        using (var folder = DataFolder.Open(Folder, Owner))
        {
            AssertRefused(Owner, "must be open in one process at a time, was [open in another one].");
            folder.Write([new FloorReserved(1024), Value]);
            using var reading = FolderReading.Open(Folder);
            folder.Write([new FloorReserved(2048), Value with { Name = "later" }]);
            Assert.Equal((Owner, 1024), (reading.Owner, reading.Floor));
            Assert.Equal([Value], reading.Values());
            Assert.Empty(reading.Faults());
        }
        DataFolder.Open(Folder, Owner).Dispose();
    }

    [Fact]
    public void A_folder_that_cannot_be_made_is_refused()
    {
        Directory.CreateDirectory(Folder);
        System.IO.File.WriteAllText(Path.Combine(Folder, "file"), "");
        var path = Path.Combine(Folder, "file", "below");
        var refused = Assert.Throws<DataFolderException>(() => DataFolder.Open(path, Owner));
        Assert.StartsWith(
            $"The data folder [{path}] must be a folder that can be written to, was [",
            refused.Message,
            StringComparison.Ordinal);
    }

    [UnixFact]
    public void A_folder_that_must_not_be_written_to_is_refused()
    {
        if (!OperatingSystem.IsLinux())
            return;
        var refused = Assert.Throws<DataFolderException>(() => DataFolder.Open("/proc/sys", Owner)); // not even by root
        Assert.StartsWith(
            "The data folder [/proc/sys] must be a folder that can be written to, was [",
            refused.Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_full_disk_stops_the_writing_and_what_was_written_before_is_there()
    {
        using (var folder = DataFolder.Open(Folder, Owner, mostPages: 30))
        {
            folder.Write([new FloorReserved(1024), Value]);
            var large = new ValueKept("large", new(new(8, 1), Payload.Of(new byte[60_000])));
            var full = Assert.Throws<DataFolderException>(() => Enumerable.Range(0, 9).ToList()
                .ForEach(number => folder.Write([large with { Name = $"large {number}" }])));
            Assert.StartsWith(
                $"The data folder [{Folder}] must be on a disk with room, was [database or disk is full", full.Message,
                StringComparison.Ordinal);
            Assert.False(full.IsDamaged);
        }
        using var later = DataFolder.Open(Folder, Owner);
        Assert.Contains(Value, later.Memory.Values);
    }

    [Theory]
    [InlineData(0, "file is not a database")]
    [InlineData(4096 + 8, "database disk image is malformed")]
    public void A_damaged_file_is_refused(int place, string why)
    {
        Write([new FloorReserved(1024), .. Enumerable.Range(0, 1000).Select(number => Value with { Name = $"name {number}" })]);
        Overwrite(stream => stream.Position = place, 4096);
        var refused = Assert.Throws<DataFolderException>(() => DataFolder.Open(Folder, Owner));
        Assert.StartsWith(
            $"The data folder [{Folder}] must be as it was written, was [{why}", refused.Message, StringComparison.Ordinal);
        Assert.True(refused.IsDamaged);
    }

    [Fact]
    public void A_changed_byte_of_a_value_is_noticed()
    {
        Write(new FloorReserved(1024), Value with { Stored = new(new(7, 2), Payload.Of("a value of its own"u8)) });
        var place = System.IO.File.ReadAllBytes(File).AsSpan().IndexOf("of its own"u8);
        Overwrite(stream => stream.Position = place, 1);
        var refused = Assert.Throws<DataFolderException>(() => DataFolder.Open(Folder, Owner));
        Assert.Equal(
            $"The data folder [{Folder}] must be as it was written, was [another row [{Value.Name}]].", refused.Message);
        using var reading = FolderReading.Open(Folder);
        Assert.True(Assert.Throws<DataFolderException>(() => reading.Values().ToList()).IsDamaged);
    }

    [Fact]
    public void A_folder_of_a_later_format_is_refused()
    {
        Write(Value);
        using (var connection = new SqliteConnection($"Data Source={File};Pooling=False"))
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = "PRAGMA user_version = 2";
            command.ExecuteNonQuery();
        }
        AssertRefused(Owner, "must be of format 1, was [of format 2, of a later version].");
    }

    [Fact]
    public void A_folder_without_data_is_not_read()
    {
        var refused = Assert.Throws<DataFolderException>(() => FolderReading.Open(_temporary.FullName));
        Assert.Equal(
            $"The data folder [{_temporary.FullName}] must be a folder in which coterie.db is, was [one without it].",
            refused.Message);
    }

    private void Write(params IRecord[] records)
    {
        using var folder = DataFolder.Open(Folder, Owner);
        folder.Write(records);
    }

    private void Overwrite(Action<Stream> find, int bytes)
    {
        using var stream = System.IO.File.OpenWrite(File);
        find(stream);
        stream.Write([.. Enumerable.Repeat((byte)'X', bytes)]);
    }

    private void AssertRefused(FolderOwner owner, string sentence)
    {
        var refused = Assert.Throws<DataFolderException>(() => DataFolder.Open(Folder, owner));
        Assert.Equal($"The data folder [{Folder}] {sentence}", refused.Message);
    }
}
