using Coterie.Actors.Locks;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Coterie.Hosting;

/// <summary>Healthy while a majority of the members answers. Costs no message.</summary>
/// <param name="coterie">The group.</param>
internal sealed class CoterieHealthCheck(ICoterie coterie) : IHealthCheck
{
    /// <inheritdoc/>
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(ResultOf(coterie, context.Registration.FailureStatus));

    /// <summary>The result: the description says who does not answer, the data have all members by their addresses.</summary>
    /// <param name="coterie">The group.</param>
    /// <param name="failure">The result if no majority answers.</param>
    public static HealthCheckResult ResultOf(ICoterie coterie, HealthStatus failure)
    {
        if (coterie is HostedCoterie { WhyNone: { } reason })
            return new HealthCheckResult(failure, reason);
        var health = coterie.CheckHealth();
        var members = health.Members.ToDictionary(
            member => member.Address,
            object (member) => member.Answers ? "answers" : member.Refusal ?? "does not answer");
        return new HealthCheckResult(health.HasMajority ? HealthStatus.Healthy : failure, health.ToString(), data: members);
    }
}
