using Coterie.Protocols.Kernel;

namespace Coterie.Protocols.Variables;

/// <summary>Gives the client below a command, in the same step.</summary>
internal delegate void ClientFeeder(ICommand command, TimeSpan now, Outbox outbox);
