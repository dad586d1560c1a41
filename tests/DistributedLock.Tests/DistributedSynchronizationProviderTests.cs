using Medallion.Threading;
using Microsoft.Extensions.DependencyInjection;

namespace Coterie.DistributedLock.Tests;

/// <summary>What the provider makes, and which of these exclude each other.</summary>
public sealed class DistributedSynchronizationProviderTests(WithinProcess group) : IClassFixture<WithinProcess>
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static int _names;
    private readonly string _name = $"name {Interlocked.Increment(ref _names)}";
    private readonly CoterieDistributedSynchronizationProvider _provider = new(group.One);

    [Fact]
    public async Task An_application_registers_it_by_one_line()
    {
        var services = new ServiceCollection();
        services.AddSingleton(group.One);
        services.AddSingleton<IDistributedLockProvider, CoterieDistributedSynchronizationProvider>();
        await using var built = services.BuildServiceProvider(new ServiceProviderOptions { ValidateOnBuild = true });
        var locks = built.GetRequiredService<IDistributedLockProvider>();
        await using (var held = await locks.AcquireLockAsync(_name))
            Assert.Null(await locks.TryAcquireLockAsync(_name));
        using var next = locks.TryAcquireLock(_name);
        Assert.NotNull(next);
    }

    [Fact]
    public async Task Several_names_are_acquired_together()
    {
        IDistributedLockProvider locks = _provider;
        string[] names = [$"{_name} 1", $"{_name} 2", $"{_name} 3"];
        await using (var all = await locks.AcquireAllLocksAsync(names, Patience))
        {
            foreach (var name in names)
                Assert.Null(await locks.TryAcquireLockAsync(name));
            Assert.Null(await locks.TryAcquireAllLocksAsync([$"{_name} 0", names[1]]));
        }
        using var next = locks.TryAcquireAllLocks([$"{_name} 0", .. names]);
        Assert.NotNull(next);
    }

    [Fact]
    public async Task A_lock_and_a_reader_writer_lock_of_one_name_are_the_same()
    {
        var (alone, shared) = (_provider.CreateLock(_name), _provider.CreateReaderWriterLock(_name));
        using (await alone.AcquireAsync())
        {
            Assert.Null(await shared.TryAcquireReadLockAsync());
            Assert.Null(await shared.TryAcquireWriteLockAsync());
        }
        using (await shared.AcquireReadLockAsync())
            Assert.Null(await alone.TryAcquireAsync());
        using (await shared.AcquireWriteLockAsync())
            Assert.Null(await alone.TryAcquireAsync());
    }

    [Fact]
    public async Task A_semaphore_and_a_lock_of_one_name_are_not_the_same()
    {
        using var held = await _provider.CreateLock(_name).TryAcquireAsync();
        using var one = await _provider.CreateSemaphore(_name, 1).TryAcquireAsync();
        using var slot = await _provider.CreateLock($"{_name}~semaphore~0").TryAcquireAsync();
        using var door = await _provider.CreateLock($"{_name}~semaphore~door").TryAcquireAsync();
        Assert.All(new object?[] { held, one, slot, door }, Assert.NotNull);
    }

    [Fact]
    public async Task Readers_are_inside_together_and_none_gets_in_while_a_writer_waits()
    {
        var it = _provider.CreateReaderWriterLock(_name);
        var readers = new[] { await it.AcquireReadLockAsync(), it.AcquireReadLock(), (await it.TryAcquireReadLockAsync())! };
        var writer = it.AcquireWriteLockAsync(Patience).AsTask(); // it waits when the call returns
        Assert.Null(await it.TryAcquireReadLockAsync());
        Assert.Null(it.TryAcquireReadLock());
        Assert.All(readers, reader => reader.Dispose());
        using (var alone = await writer)
            Assert.True(alone.FencingToken > readers.Max(reader => reader.FencingToken));
        using var next = it.TryAcquireReadLock();
        Assert.NotNull(next);
    }

    [Fact]
    public void Names_and_groups_must_be_given_and_are_told_back()
    {
        Assert.Throws<ArgumentNullException>("coterie", () => new CoterieDistributedSynchronizationProvider(null!));
        Assert.Throws<ArgumentNullException>("coterie", () => new CoterieDistributedLock("a", null!));
        Assert.Throws<ArgumentNullException>("coterie", () => new CoterieDistributedReaderWriterLock("a", null!));
        Assert.Throws<ArgumentNullException>("coterie", () => new CoterieDistributedSemaphore("a", 1, null!));
        Assert.Throws<ArgumentNullException>("name", () => _provider.CreateLock(null!));
        Assert.Throws<ArgumentNullException>("name", () => _provider.CreateReaderWriterLock(null!));
        Assert.Throws<ArgumentNullException>("name", () => _provider.CreateSemaphore(null!, 1));
        Assert.Equal("\ud83d", _provider.CreateReaderWriterLock("\ud83d").Name);
        Assert.Equal(3, _provider.CreateSemaphore("a", 3).MaxCount);
    }

    [Fact]
    public void Handles_cannot_be_made_or_derived_from_elsewhere()
    {
        var types = typeof(CoterieDistributedSynchronizationProvider).Assembly.GetExportedTypes();
        Assert.All(types, type => Assert.True(type.IsSealed || type.IsAbstract, type.Name));
        var handles = types.Where(type => type.IsAssignableTo(typeof(IDistributedSynchronizationHandle))).ToList();
        Assert.Equal(4, handles.Count);
        Assert.All(handles, handle => Assert.Empty(handle.GetConstructors()));
    }
}
