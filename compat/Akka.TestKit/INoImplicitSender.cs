namespace Akka.TestKit;

/// <summary>
/// Marks a test class that does not want its <see cref="TestKitBase.TestActor"/> to be the sender of what its tests
/// tell without naming a sender.
/// </summary>
public interface INoImplicitSender;
