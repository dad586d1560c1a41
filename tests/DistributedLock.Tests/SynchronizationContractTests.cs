namespace Coterie.DistributedLock.Tests;

public sealed class LockWithinProcessTests(WithinProcess group)
    : SynchronizationContract(Kind.Lock, group), IClassFixture<WithinProcess>;

public sealed class WriterWithinProcessTests(WithinProcess group)
    : SynchronizationContract(Kind.Writer, group), IClassFixture<WithinProcess>;

public sealed class WriterBesideReaderWithinProcessTests(WithinProcess group)
    : SynchronizationContract(Kind.WriterBesideReader, group), IClassFixture<WithinProcess>;

public sealed class ReaderWithinProcessTests(WithinProcess group)
    : SynchronizationContract(Kind.Reader, group), IClassFixture<WithinProcess>;

public sealed class SemaphoreOfOneWithinProcessTests(WithinProcess group)
    : SynchronizationContract(Kind.SemaphoreOfOne, group), IClassFixture<WithinProcess>;

public sealed class SemaphoreOfThreeWithinProcessTests(WithinProcess group)
    : SynchronizationContract(Kind.SemaphoreOfThree, group), IClassFixture<WithinProcess>;

public sealed class LockOfThreeMembersTests(ThreeMembers group)
    : SynchronizationContract(Kind.Lock, group), IClassFixture<ThreeMembers>;

public sealed class WriterOfThreeMembersTests(ThreeMembers group)
    : SynchronizationContract(Kind.Writer, group), IClassFixture<ThreeMembers>;

public sealed class WriterBesideReaderOfThreeMembersTests(ThreeMembers group)
    : SynchronizationContract(Kind.WriterBesideReader, group), IClassFixture<ThreeMembers>;

public sealed class ReaderOfThreeMembersTests(ThreeMembers group)
    : SynchronizationContract(Kind.Reader, group), IClassFixture<ThreeMembers>;

public sealed class SemaphoreOfOneOfThreeMembersTests(ThreeMembers group)
    : SynchronizationContract(Kind.SemaphoreOfOne, group), IClassFixture<ThreeMembers>;

public sealed class SemaphoreOfThreeOfThreeMembersTests(ThreeMembers group)
    : SynchronizationContract(Kind.SemaphoreOfThree, group), IClassFixture<ThreeMembers>;
