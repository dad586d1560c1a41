using System.Globalization;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Coterie.Hosting.Live;

/// <summary>The answers to the requests of viewers.</summary>
/// <param name="sampler">What they see.</param>
/// <param name="time">The clock of the signs of life.</param>
/// <param name="pace">How often those come, and how many may watch.</param>
/// <param name="stopping">Ends all that goes on.</param>
internal sealed class LiveEndpoints(LiveSampler sampler, TimeProvider time, LivePace pace, CancellationToken stopping)
{
    private static readonly byte[] Beat = Encoding.UTF8.GetBytes("event: beat\ndata:\n\n");

    public static Task PageAsync(HttpContext context)
    {
        var page = LivePage.Default;
        Protect(context.Response, "no-cache");
        context.Response.Headers.ContentSecurityPolicy = page.Policy;
        context.Response.ContentType = "text/html; charset=utf-8";
        context.Response.ContentLength = page.Content.Length;
        return context.Response.Body.WriteAsync(page.Content, context.RequestAborted).AsTask();
    }

    public Task StateAsync(HttpContext context) => WatchAsync(context, async (viewer, query, ends) =>
    {
        var frame = await viewer.NextAsync(ends).ConfigureAwait(false);
        context.Response.ContentType = "application/json; charset=utf-8";
        await WriteAsync(context.Response, LiveState.Of(frame, query, viewer.AgeOf(frame)), ends).ConfigureAwait(false);
    });

    public Task EventsAsync(HttpContext context) => WatchAsync(context, async (viewer, query, ends) =>
    {
        var response = context.Response;
        response.ContentType = "text/event-stream";
        response.Headers["X-Accel-Buffering"] = "no"; // a proxy must not keep events back
        context.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        await response.StartAsync(ends).ConfigureAwait(false);
        await WriteAsync(response, "retry: 2000\n\n"u8.ToArray(), ends).ConfigureAwait(false);
        var next = viewer.NextAsync(ends);
        while (true)
        {
            try
            {
                var frame = await next.WaitAsync(pace.Beat, time, ends).ConfigureAwait(false);
                await response.Body.WriteAsync("data: "u8.ToArray(), ends).ConfigureAwait(false);
                await WriteAsync(response, LiveState.Of(frame, query, viewer.AgeOf(frame)), ends).ConfigureAwait(false);
                await WriteAsync(response, "\n\n"u8.ToArray(), ends).ConfigureAwait(false);
                next = viewer.NextAsync(ends);
            }
            catch (TimeoutException)
            {
                await WriteAsync(response, Beat, ends).ConfigureAwait(false);
            }
        }
    });

    private static Task WriteAsync(HttpResponse response, LiveState state, CancellationToken ends) =>
        JsonSerializer.SerializeAsync(response.Body, state, LiveJson.Default.LiveState, ends);

    private static async Task WriteAsync(HttpResponse response, byte[] bytes, CancellationToken ends)
    {
        await response.Body.WriteAsync(bytes, ends).ConfigureAwait(false);
        await response.Body.FlushAsync(ends).ConfigureAwait(false);
    }

    private static void Protect(HttpResponse response, string cache)
    {
        response.Headers.CacheControl = cache;
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers["Referrer-Policy"] = "no-referrer";
    }

    private static Task RefuseAsync(HttpResponse response, int status, string why)
    {
        response.StatusCode = status;
        response.ContentType = "text/plain; charset=utf-8";
        return response.WriteAsync($"{why}\n");
    }

    private async Task WatchAsync(HttpContext context, Func<LiveSampler.Viewer, LiveQuery, CancellationToken, Task> serve)
    {
        Protect(context.Response, "no-store");
        if (!LiveQuery.TryRead(context.Request.Query, out var query, out var error))
        {
            await RefuseAsync(context.Response, StatusCodes.Status400BadRequest, error).ConfigureAwait(false);
            return;
        }
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, stopping);
        try
        {
            using var viewer = sampler.TryWatch();
            if (viewer is null)
            {
                context.Response.Headers.RetryAfter = "10";
                var rule = string.Create(CultureInfo.InvariantCulture, $"At most {pace.MostViewers} may watch at the same time.");
                await RefuseAsync(context.Response, StatusCodes.Status503ServiceUnavailable, rule).ConfigureAwait(false);
                return;
            }
            await serve(viewer, query!, ending.Token).ConfigureAwait(false);
        }
        catch (Exception over) when (over is OperationCanceledException or ObjectDisposedException)
        {
            // The viewer has left, or the program ends.
            if (context.Response.HasStarted || context.RequestAborted.IsCancellationRequested)
                return;
            const string why = "This process ends.";
            await RefuseAsync(context.Response, StatusCodes.Status503ServiceUnavailable, why).ConfigureAwait(false);
        }
    }
}
