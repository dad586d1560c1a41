using Coterie.Actors.Locks;
using Coterie.Actors.Storage;
using Coterie.Network.Tests.Networks;
using Coterie.Network.Tests.Parts;
using Coterie.Protocols.Quorum;

namespace Coterie.Network.Tests.Storage;

/// <summary><c>coterie serve --data</c> and <c>coterie data</c>.</summary>
public sealed class DataCommandTests : IDisposable
{
    private static readonly FolderOwner Owner = new("10.0.0.1:4053", "10.0.0.1:4053, with a lease of 10 s");

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("coterie-data-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task A_folder_is_checked_and_exported_also_while_a_member_has_it_open()
    {
        using var folder = DataFolder.Open(_folder.FullName, Owner);
        folder.Write([new FloorReserved(1024), new ValueKept("x", new(new(7, 2), Payload.Of([9])))]);
        var check = await CoterieProcess.RunAsync("data", "check", _folder.FullName);
        string[] lines =
        [
            "member  10.0.0.1:4053", "group   10.0.0.1:4053, with a lease of 10 s", "floor   1024", "values  1, 1 bytes",
            "whole   yes", "",
        ];
        Assert.Equal((0, string.Join('\n', lines)), (check.ExitCode, check.Output));
        var export = await CoterieProcess.RunAsync("data", "export", _folder.FullName);
        Assert.Equal(
            (0, """{"name":"x","token":7,"count":2,"type":"unknown","value":"CQ=="}""" + "\n"), (export.ExitCode, export.Output));
    }

    [Fact]
    public async Task Damaged_data_and_a_folder_without_data_have_exit_codes_of_their_own()
    {
        var none = await CoterieProcess.RunAsync("data", "check", _folder.FullName);
        Assert.Equal(
            (1, $"coterie: The data folder [{_folder}] must be a folder in which coterie.db is, was [one without it].\n"),
            (none.ExitCode, none.Errors));
        using (var folder = DataFolder.Open(_folder.FullName, Owner))
            folder.Write([new FloorReserved(1024), new ValueKept("x", new(new(7, 2), Payload.Of("a value"u8)))]);
        var file = Path.Combine(_folder.FullName, DataFile.Name);
        var bytes = await File.ReadAllBytesAsync(file);
        bytes[bytes.AsSpan().IndexOf("a value"u8)] ^= 1;
        await File.WriteAllBytesAsync(file, bytes);
        foreach (var action in (string[])["check", "export"])
        {
            var damaged = await CoterieProcess.RunAsync("data", action, _folder.FullName);
            Assert.Equal(
                (2, $"coterie: The data folder [{_folder.FullName}] must be as it was written, was [another row [x]].\n"),
                (damaged.ExitCode, damaged.Errors));
        }
    }

    [NamespaceFact]
    public async Task A_member_whose_disk_is_full_says_so_and_ends()
    {
        var disk = _folder.CreateSubdirectory("disk").FullName;
        await Command.RunAsync("mount", $"-t tmpfs -o size=300k tmpfs {disk}");
        try
        {
            var place = Loopback.NextPlace();
            using var member = CoterieProcess.Start(
                "serve", "--host", place.Address, "--members", place.Address, "--new", "--data", Path.Combine(disk, "data"));
            await member.ReadLineAsync("Member listening on");
            await using var client = await CoterieNode.StartAsync(new CoterieOptions
            {
                Members = [place.Address],
                Config = Program.Config(),
                KeepsVotes = false,
            });
            using (await client.AcquireAsync("a", TimeSpan.FromMinutes(1)))
                Fill(Path.Combine(disk, "file"));
            await Assert.ThrowsAnyAsync<Exception>(async () =>
            {
                for (var entry = 0; entry < 1100; entry++)
                    (await client.AcquireAsync("a", TimeSpan.FromSeconds(2))).Dispose();
            });
            var end = await member.EndAsync();
            Assert.Equal(3, end.ExitCode);
            Assert.Contains(
                "The member votes no longer, since it cannot store what it must not forget.",
                end.Errors,
                StringComparison.Ordinal);
            Assert.Contains("must be on a disk with room, was [database or disk is full", end.Errors, StringComparison.Ordinal);
        }
        finally
        {
            await Command.RunAsync("umount", $"-l {disk}"); // the member may still run, if the test fails
        }

        static void Fill(string path)
        {
            using var file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
            var page = new byte[4096];
            try
            {
                while (true)
                    file.Write(page);
            }
            catch (IOException)
            {
                // full
            }
        }
    }
}
