using OrleansState.Bench.AspNetRedis;
using StackExchange.Redis;

// The peer: a cart as JSON in Redis behind a minimal API, as ASP.NET Core teams write it without grains.
var builder = WebApplication.CreateSlimBuilder(args);
builder.Logging.SetMinimumLevel(LogLevel.Warning);
builder.Services.ConfigureHttpJsonOptions(o => o.SerializerOptions.TypeInfoResolverChain.Insert(0, CartJson.Default));
var redis = await ConnectionMultiplexer.ConnectAsync(builder.Configuration["Redis:ConnectionString"]!);
var carts = new RedisCarts(redis.GetDatabase());
var app = builder.Build();

// The user would come out of a token; here a header says who it is, which costs this peer less.
app.MapPost("/watch/cart/add", async (HttpRequest request, Line line) => await carts.AddWithWatchAsync(User(request), line));
app.MapPost("/getset/cart/add", async (HttpRequest request, Line line) => await carts.AddAndMaybeLoseAsync(User(request), line));
app.MapGet("/cart", async (HttpRequest request) => await carts.ReadAsync(User(request)));
app.MapGet("/empty", () => new Cart([]));
app.MapGet("/health", () => new Cart([]));
await app.RunAsync();

static string User(HttpRequest request) => request.Headers["X-User"].ToString();
