using OrleansState.AspNetCore;
using OrleansState.Embedded;
using Shop.Entities;

var builder = WebApplication.CreateBuilder(args);
builder.Host.UseOrleans(silo => silo.UseLocalhostClustering(
    builder.Configuration.GetValue("Orleans:SiloPort", 11111), builder.Configuration.GetValue("Orleans:GatewayPort", 30000)));
builder.Services.AddEmbeddedStore("shop-prefix/", builder.Configuration["Data:Directory"] ?? "data");
builder.Services.AddStateProblems();

var app = builder.Build();
app.UseExceptionHandler();
app.MapEntities();
app.Run();
